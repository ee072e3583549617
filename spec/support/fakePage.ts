import { afterEach } from '@jest/globals';

/** A page without a browser. */
export interface FakePage {
  /** Listeners of the document and of the window. */
  readonly listeners: number;
  /** Hides the page, as a change of the tab does. */
  hide(): void;
  /** Leaves the page, without hiding it before. */
  leave(): void;
}

/** A target that counts its listeners. */
class CountingTarget extends EventTarget {
  listeners = 0;

  override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
    this.listeners++;
    super.addEventListener(...args);
  }

  override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>): void {
    this.listeners--;
    super.removeEventListener(...args);
  }
}

/** Puts a page in place of the document, until the end of each test. */
export function openFakePage(): FakePage {
  const defaultView = new CountingTarget();
  const document = Object.assign(new CountingTarget(), { visibilityState: 'visible', defaultView });
  Object.assign(globalThis, { document });
  return {
    get listeners() {
      return document.listeners + defaultView.listeners;
    },
    hide() {
      document.visibilityState = 'hidden';
      document.dispatchEvent(new Event('visibilitychange'));
    },
    leave: () => void defaultView.dispatchEvent(new Event('pagehide')),
  };
}

/** Removes the page after each test of the enclosing `describe`. */
export function closeFakePages(): void {
  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'document');
  });
}
