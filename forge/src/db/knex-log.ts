const nothing = (): void => undefined

/** Keeps knex from writing to the console: what it has to say is in the errors it throws, and the log is JSON. */
export const KNEX_LOG = { debug: nothing, deprecate: nothing, warn: nothing, error: nothing }
