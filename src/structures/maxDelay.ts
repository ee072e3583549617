/** The longest delay of a timer of browsers and of Node, in ms; a longer one would end at once. */
export const MAX_DELAY = 2 ** 31 - 1;
