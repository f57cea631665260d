/** How this client names itself to FORGE. */
export const SDK = '@anvil/live-client 0.1.0'
