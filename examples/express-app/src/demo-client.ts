import type { Anvil } from '@anvil/live-client'

/** The part of the LIVE client that this application uses. */
export type DemoClient = Pick<Anvil, 'render' | 'status' | 'on'>
