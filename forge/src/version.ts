/** The version of this FORGE, as its package says it. */
export const VERSION = '0.1.0'
