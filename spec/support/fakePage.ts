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
function createTarget(): EventTarget & { listeners: number } {
  const target = Object.assign(new EventTarget(), { listeners: 0 });
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  return Object.assign(target, {
    addEventListener(...args: Parameters<typeof add>) {
      target.listeners++;
      add.apply(target, args);
    },
    removeEventListener(...args: Parameters<typeof remove>) {
      target.listeners--;
      remove.apply(target, args);
    },
  });
}

/** Puts a page in place of the document, until the end of each test. */
export function openFakePage(): FakePage {
  const defaultView = createTarget();
  const document = Object.assign(createTarget(), { visibilityState: 'visible', defaultView });
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
