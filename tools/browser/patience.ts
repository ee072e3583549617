/**
 * Ends the wait for a state that never comes; on a busy machine a state may take many times its
 * usual time. Milliseconds.
 */
export const patience = 300_000;
