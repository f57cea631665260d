import type { ClientEvents, Handshake, ServerEvents } from '@anvil/shared'
import type { Server, Socket } from 'socket.io'
import type { TokenGrant } from '../access-tokens/authenticate-token.js'

/** What is known of a socket once it was let in. */
export interface LiveSocketData {
  grant: TokenGrant
  handshake: Handshake
  address: string
}

type NoEvents = Record<string, never>
export type LiveServer = Server<ClientEvents, ServerEvents, NoEvents, LiveSocketData>
export type LiveSocket = Socket<ClientEvents, ServerEvents, NoEvents, LiveSocketData>
