/** Lets a worker thread load TypeScript, and starts the client in it. */
import { register } from 'tsx/esm/api'

register()
await import('./worker-client.ts')
