/** @jest-environment jsdom */
import { setUp } from '../support/testBed.js';
import { ErrorHandler, PLATFORM_ID, ɵɵdefineComponent, type Provider } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import {
  provideRouter,
  Router,
  RouterPreloader,
  withPreloading,
  type Routes,
} from '@angular/router';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  predictivePreloading,
  type PredictivePreloadingOptions,
} from '../../../src/angular/router/index.js';
import type { AccessPredictor, Predictor } from '../../../src/types.js';

/** A component as it is compiled: it is never shown. */
class Page {
  static readonly ɵcmp: unknown = ɵɵdefineComponent({
    type: Page,
    selectors: [['app-page']],
    decls: 0,
    vars: 0,
    template: () => undefined,
  });
  readonly title = 'A page';
}

/** What was loaded, in order. */
let loaded: string[];
/** How often the next loads of a route fail. */
let failures: Map<string, number>;
/** Loads that wait until they are released; undefined: none waits. */
let held: Map<string, () => void> | undefined;

/** A lazy route. */
function lazy(path: string, children?: Routes): Routes[number] {
  const load = async (): Promise<void> => {
    loaded.push(path);
    if (held) await new Promise<void>((resolve) => held?.set(path, resolve));
    const left = failures.get(path) ?? 0;
    failures.set(path, left - 1);
    if (left > 0) throw new Error(`${path} cannot be loaded`);
  };
  return children
    ? { path, loadChildren: () => load().then(() => children) }
    : { path, loadComponent: () => load().then(() => Page) };
}

/** Waits for the next turn of the event loop, after all promises. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function open(
  routes: Routes,
  options: PredictivePreloadingOptions,
  ...providers: Provider[]
): Promise<void> {
  setUp(provideRouter(routes, withPreloading(predictivePreloading(options))), ...providers);
  // The application does so when it starts.
  TestBed.inject(RouterPreloader).setUpPreloading();
  await goTo('/');
}

async function goTo(url: string): Promise<void> {
  await TestBed.inject(Router).navigateByUrl(url);
  await turn();
}

/** Predicts paths by the active path, the first the likeliest. */
const naming =
  (table: Readonly<Record<string, readonly string[]>>): Predictor<string> =>
  (path) =>
    (table[path] ?? []).map((next, i) => [next, 1 / (i + 1)] as const);

beforeEach(() => {
  loaded = [];
  failures = new Map();
  held = undefined;
});

const home = { path: '', component: Page };

describe('predictivePreloading', () => {
  it('loads likely routes after the first navigation, and after each one', async () => {
    const predictor = naming({ '/': ['/search'], '/search': ['/results'] });
    await open([home, lazy('search'), lazy('results'), lazy('help')], { predictor });
    expect(loaded).toEqual(['search']);
    await goTo('/search');
    expect(loaded).toEqual(['search', 'results']);
  });

  it('loads no route twice', async () => {
    await open([home, lazy('search')], {
      predictor: naming({ '/': ['/search'], '/search': ['/'] }),
    });
    for (const url of ['/search', '/', '/search', '/']) await goTo(url);
    expect(loaded).toEqual(['search']);
  });

  it('loads the likeliest routes, up to `maxRoutes`', async () => {
    const predictor = naming({ '/': ['/c', '/a', '/b'] });
    await open([home, lazy('a'), lazy('b'), lazy('c')], { predictor, maxRoutes: 2 });
    expect(loaded).toEqual(['c', 'a']);
  });

  it('skips routes less likely than `minLikelihood`', async () => {
    await open([home, lazy('a'), lazy('b')], {
      predictor: naming({ '/': ['/a', '/b'] }),
      minLikelihood: 0.6,
    });
    expect(loaded).toEqual(['a']);
  });

  it('loads `concurrency` routes at once, and the next when one is loaded', async () => {
    held = new Map();
    await open([home, lazy('a'), lazy('b')], {
      predictor: naming({ '/': ['/a', '/b'] }),
      concurrency: 1,
    });
    expect(loaded).toEqual(['a']);
    held.get('a')?.();
    await turn();
    expect(loaded).toEqual(['a', 'b']);
  });

  it('skips routes with `preload: false`', async () => {
    const predictor = naming({ '/': ['/a', '/b'] });
    await open(
      [home, { ...lazy('a'), data: { preload: false } }, { ...lazy('b'), data: { preload: true } }],
      { predictor },
    );
    expect(loaded).toEqual(['b']);
  });

  it('skips routes with `canLoad`', async () => {
    const routes = [home, { ...lazy('admin', [home]), canLoad: [() => false] }];
    await open(routes, { predictor: naming({ '/': ['/admin'] }) });
    expect(loaded).toEqual([]);
  });

  it('survives a failed load, which the navigation tries again', async () => {
    failures.set('a', 1);
    await open([home, lazy('a'), lazy('b')], { predictor: naming({ '/': ['/a', '/b'] }) });
    expect(loaded).toEqual(['a', 'b']);
    await goTo('/a');
    expect(loaded).toEqual(['a', 'b', 'a']);
    expect(TestBed.inject(Router).url).toBe('/a');
  });

  it('does not try a failed load again at once', async () => {
    failures.set('a', 1);
    await open([home, lazy('a'), { path: 'b', component: Page }], {
      predictor: naming({ '/': ['/a'], '/b': ['/a'] }),
    });
    for (const url of ['/b', '/', '/b']) await goTo(url);
    expect(loaded).toEqual(['a']);
  });

  it('loads the routes above a route, then their loaded children', async () => {
    const shop = lazy('shop', [home, { path: 'cart', children: [lazy(':id')] }]);
    await open([home, shop], { predictor: naming({ '/': ['/shop/cart/:id'] }) });
    expect(loaded).toEqual(['shop', ':id']);
  });

  it('loads lazy routes below lazy routes at any depth, but only those that lead to a likely one', async () => {
    const tree = lazy('a', [home, lazy('other'), lazy('b', [home, lazy('c', [home, lazy('d')])])]);
    await open([home, tree], { predictor: naming({ '/': ['/a/b/c/d'] }), maxRoutes: 4 });
    await turn();
    expect(loaded).toEqual(['a', 'b', 'c', 'd']);
  });

  it('loads at most `maxRoutes` after a navigation, at any depth', async () => {
    const tree = lazy('a', [home, lazy('b', [home, lazy('c')])]);
    await open([home, tree, lazy('d')], {
      predictor: naming({ '/': ['/a/b/c', '/d'] }),
      maxRoutes: 3,
    });
    await turn();
    expect(loaded.sort()).toEqual(['a', 'b', 'd']);
  });

  it('uses no further slots for routes below a route', async () => {
    held = new Map();
    const tree = lazy('a', [home, lazy('b'), lazy('c')]);
    await open([home, tree], { predictor: naming({ '/': ['/a/b', '/a/c'] }), concurrency: 1 });
    held.get('a')?.();
    await turn();
    expect(loaded).toEqual(['a', 'b']);
    held.get('b')?.();
    await turn();
    expect(loaded).toEqual(['a', 'b', 'c']);
  });

  it('tries a failed route below another one again when its user goes there', async () => {
    failures.set('b', 1);
    await open([home, lazy('a', [home, lazy('b')])], { predictor: naming({ '/': ['/a/b'] }) });
    expect(loaded).toEqual(['a', 'b']);
    await goTo('/a/b');
    expect([loaded, TestBed.inject(Router).url]).toEqual([['a', 'b', 'b'], '/a/b']);
  });

  it('distinguishes routes with an empty path', async () => {
    const shell = { path: '', children: [home, lazy('a')] };
    await open([shell, lazy('b')], { predictor: naming({ '//': ['//a'] }) });
    expect(loaded).toEqual(['a']);
  });

  it('gives the predictor the visited paths', async () => {
    const seen: (readonly string[])[] = [];
    const learning: AccessPredictor<string> = {
      observe: ({ key }) => seen.push([key]),
      predict: (_current, history) => void seen.push([...history]),
    };
    await open([home, { path: 'users/:id', component: Page }, lazy('a')], { predictor: learning });
    await goTo('/users/1');
    await goTo('/users/2');
    await goTo('/a');
    expect(seen).toEqual([
      ['/'],
      ['/'],
      ['/users/:id'],
      ['/', '/users/:id'],
      ['/a'],
      ['/', '/users/:id', '/a'],
    ]);
  });

  it('loads nothing for users who save data, but learns', async () => {
    const saves = true;
    const observe = jest.fn();
    const predictor: AccessPredictor<string> = {
      observe,
      predict: (_current, _history, add) => add('/a', 1),
    };
    await open([home, lazy('a')], { predictor, savesData: () => saves });
    expect([loaded, observe.mock.calls.length]).toEqual([[], 1]);
  });

  it('calls `ended` of the predictor when the application ends', async () => {
    const ended = jest.fn();
    await open([home], { predictor: { ended, predict: () => undefined } });
    expect(ended).not.toHaveBeenCalled();
    TestBed.resetTestingModule();
    expect(ended).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['save-data', { saveData: true }, []],
    ['2g', { effectiveType: 'slow-2g' }, []],
    ['4g', { saveData: false, effectiveType: '4g' }, ['a']],
  ])('follows the browser by default: %s', async (_what, connection, expected) => {
    Object.defineProperty(navigator, 'connection', { value: connection, configurable: true });
    try {
      await open([home, lazy('a')], { predictor: naming({ '/': ['/a'] }) });
      expect(loaded).toEqual(expected);
    } finally {
      Reflect.deleteProperty(navigator, 'connection');
    }
  });

  it('loads nothing on a server', async () => {
    const observe = jest.fn();
    const predictor: AccessPredictor<string> = {
      observe,
      predict: (_current, _history, add) => add('/a', 1),
    };
    await open([home, lazy('a')], { predictor }, { provide: PLATFORM_ID, useValue: 'server' });
    await goTo('/');
    expect([loaded, observe.mock.calls]).toEqual([[], []]);
  });

  it('reports an error of the predictor to the ErrorHandler, and continues', async () => {
    const handleError = jest.fn();
    const failure = new Error('no idea');
    const predictor: Predictor<string> = (path) => {
      if (path === '/') throw failure;
      return [['/a', 1]];
    };
    const routes = [home, { path: 'b', component: Page }, lazy('a')];
    await open(routes, { predictor }, { provide: ErrorHandler, useValue: { handleError } });
    expect([handleError.mock.calls, loaded]).toEqual([[[failure]], []]);
    await goTo('/b');
    expect(loaded).toEqual(['a']);
  });

  describe('without a predictor', () => {
    const routes = [home, lazy('a'), lazy('b'), { path: 'c', component: Page }];
    /** Opens the application again, after a visit of these paths. */
    const visitAfter = async (...urls: string[]): Promise<void> => {
      await open(routes, {});
      for (const url of urls) await goTo(url);
      jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
      document.dispatchEvent(new Event('visibilitychange'));
      jest.restoreAllMocks();
      loaded = [];
      await open([home, lazy('a'), lazy('b'), { path: 'c', component: Page }], {});
    };
    beforeEach(() => localStorage.clear());
    afterEach(() => {
      jest.restoreAllMocks();
    });

    it('remembers the last visit', async () => {
      await visitAfter('/a', '/', '/a', '/c', '/b', '/c', '/b');
      expect(loaded).toContain('a');
      await goTo('/c');
      expect(loaded).toContain('b');
    });

    it('loads nothing in the first visit, as all visited routes are loaded', async () => {
      await open(routes, {});
      for (const url of ['/a', '/', '/a', '/']) await goTo(url);
      expect(loaded).toEqual(['a']);
    });

    it('saves its model under the path of the application', async () => {
      await visitAfter('/a', '/');
      expect(Object.keys(localStorage)).toEqual(['rxjs-prefetch-cache /']);
    });

    it('begins empty if the saved model cannot be read', async () => {
      localStorage.setItem('rxjs-prefetch-cache /', '{');
      await visitAfter('/a', '/', '/a', '/');
      expect(loaded).toContain('a');
    });

    it('continues if nothing may be saved', async () => {
      jest.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
        throw new Error('refused');
      });
      await open(routes, {});
      await goTo('/a');
      expect(loaded).toEqual(['a']);
    });
  });

  it('stops with the application', async () => {
    const predictor: jest.Mock<(path: string) => [string, number][]> = jest.fn(() => []);
    await open([home, { path: 'b', component: Page }], { predictor });
    const router = TestBed.inject(Router);
    TestBed.resetTestingModule();
    await router.navigateByUrl('/b').catch(() => undefined);
    await turn();
    expect(predictor).toHaveBeenCalledTimes(1);
  });

  it.each([
    [
      'predictor',
      { predictor: 5 },
      'Expected `predictor` to be a function or an object with `predict`, got `5` (number)',
    ],
    [
      'maxRoutes',
      { maxRoutes: -1 },
      'Expected `maxRoutes` to be an integer of 0 or more, got `-1` (number)',
    ],
    [
      'minLikelihood',
      { minLikelihood: NaN },
      'Expected `minLikelihood` to be a number of 0 or more, got `NaN` (number)',
    ],
    [
      'concurrency',
      { concurrency: 0.5 },
      'Expected `concurrency` to be an integer of 0 or more, got `0.5` (number)',
    ],
    [
      'savesData',
      { savesData: true },
      'Expected `savesData` to be a function, got `true` (boolean)',
    ],
  ])('throws at once for a wrong `%s`', (_name, options, message) => {
    expect(() => predictivePreloading(options as PredictivePreloadingOptions)).toThrow(message);
  });
});
