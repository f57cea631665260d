export const SDK_VERSION = '0.1.0'

/** How this client names itself to FORGE. */
export const SDK = `@anvil/live-client ${SDK_VERSION}`
