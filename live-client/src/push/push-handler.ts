import type { IncomingMessage, ServerResponse } from 'node:http'

/** Takes pushes by HTTP: a request handler for Node's own server, Express, and what is made of them. */
export type PushHandler = (req: IncomingMessage & { body?: unknown }, res: ServerResponse) => void
