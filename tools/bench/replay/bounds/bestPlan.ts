import type { Key, Setting } from '../../../../src/replay/types.js';

/** A moment of a plan: times are whole milliseconds from now. */
interface State {
  /** The latest request. */
  readonly position: number;
  /** How long its item is still looked at; undefined while it is waited for. */
  readonly rest: number | undefined;
  readonly residents: readonly Key[];
  readonly flights: readonly Flight[];
}

interface Flight {
  readonly key: Key;
  readonly rest: number;
  readonly isAhead: boolean;
}

/**
 * The least that a reader can wait on a trace in all, in milliseconds: all plans are tried, also
 * those that wait before they load, or let go whatever they like. For a few requests, few keys, and
 * times of a few milliseconds.
 *
 * @param mayLoad - as for `planned`
 */
export function bestPlan(
  keys: readonly Key[],
  { load, think, capacity, slots }: Setting,
  mayLoad: (position: number, index: number) => boolean,
): number {
  const known = new Map<string, number>();
  const least = (state: State): number => {
    const id = JSON.stringify(state);
    let wait = known.get(id);
    if (wait === undefined)
      known.set(
        id,
        (wait = Math.min(...moves(state).map(([cost, next]) => cost + least(next)), end(state))),
      );
    return wait;
  };
  const end = ({ position, rest }: State): number =>
    position === keys.length - 1 && rest !== undefined ? 0 : Infinity;

  /**
   * Whatever may happen next, with what it costs. Of what is due at once, anything may be first.
   */
  const moves = (state: State): [cost: number, next: State][] => {
    const { position, rest, flights } = state;
    const landings = flights
      .filter((flight) => flight.rest === 0)
      .flatMap((flight) => landingsOf(state, flight));
    const asks = rest === 0 && position < keys.length - 1 ? [ask(state)] : [];
    const later = landings.length === 0 && rest !== 0 ? [pass(state)] : [];
    return [
      ...[...landings, ...asks, ...starts(state)].map((next): [number, State] => [0, next]),
      ...later,
    ];
  };

  const ask = ({ position, residents, flights }: State): State => {
    const key = keys[position + 1] as Key;
    const asked = { position: position + 1, residents };
    if (residents.includes(key)) return { ...asked, rest: think, flights };
    const others = flights.filter((flight) => flight.key !== key);
    const flight = flights.find((each) => each.key === key) ?? { key, rest: load };
    return {
      ...asked,
      rest: undefined,
      flights: sorted([...others, { ...flight, isAhead: false }]),
    };
  };

  const landingsOf = (state: State, { key, isAhead }: Flight): State[] => {
    const flights = state.flights.filter((flight) => flight.key !== key);
    const landed = { ...state, rest: isAhead ? state.rest : think, flights };
    const residents = [...state.residents, key].sort();
    if (residents.length <= capacity) return [{ ...landed, residents }];
    const victims = residents.filter((victim) => victim !== keys[state.position]);
    return victims.map((victim) => ({
      ...landed,
      residents: residents.filter((resident) => resident !== victim),
    }));
  };

  const starts = (state: State): State[] => {
    const { position, residents, flights } = state;
    if (flights.filter(({ isAhead }) => isAhead).length >= slots) return [];
    const missing = [...new Set(keys.slice(position + 1))].filter(
      (key) =>
        !residents.includes(key) &&
        !flights.some((flight) => flight.key === key) &&
        mayLoad(position, keys.indexOf(key, position + 1)),
    );
    return missing.map((key) => ({
      ...state,
      flights: sorted([...flights, { key, rest: load, isAhead: true }]),
    }));
  };

  const pass = (state: State): [number, State] => {
    const flights = state.flights.map((flight) => ({ ...flight, rest: flight.rest - 1 }));
    return [
      state.rest === undefined ? 1 : 0,
      { ...state, rest: state.rest === undefined ? undefined : state.rest - 1, flights },
    ];
  };

  return least(ask({ position: -1, rest: 0, residents: [], flights: [] }));
}

/** In one order, so that equal states are known as such. */
function sorted(flights: readonly Flight[]): Flight[] {
  return [...flights].sort((a, b) => String(a.key).localeCompare(String(b.key)));
}
