/** How long a state may take to come, on a machine that is busy. Milliseconds. */
export const patience = 30_000;
