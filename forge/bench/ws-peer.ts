import { once } from 'node:events'
import { WebSocketServer } from 'ws'

/** A bare broadcast over `ws`: the limit that publishing is held against. */
export interface WsPeer {
  url: string
  broadcast: (text: string) => void
  close: () => void
}

export async function startWsPeer(): Promise<WsPeer> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  await once(server, 'listening')
  server.on('connection', (socket) => socket.on('message', (ack: Buffer) => void JSON.parse(ack.toString())))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return {
    url: `ws://127.0.0.1:${address.port}`,
    broadcast: (text) => server.clients.forEach((socket) => socket.send(text)),
    close: () => server.close(),
  }
}
