import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { randomBytes } from 'node:crypto'
import { LIVE_SOCKET_PATH } from '@anvil/shared'

const TIMEOUT_MS = 5_000

/** Why no websocket can be opened at a FORGE; undefined where it can. Nothing is said on it. */
export function checkUpgrade(forgeUrl: string): Promise<string | undefined> {
  const url = `${forgeUrl}${LIVE_SOCKET_PATH}/?EIO=4&transport=websocket`
  const send = url.startsWith('https:') ? requestHttps : requestHttp
  const headers = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
  }
  return new Promise((resolve) => {
    const asked = send(url, { headers, timeout: TIMEOUT_MS })
    asked.on('upgrade', (_answer, socket) => {
      socket.destroy()
      resolve(undefined)
    })
    asked.on('response', (answer) => {
      answer.destroy()
      resolve(`the upgrade was answered with status ${answer.statusCode}`)
    })
    asked.on('timeout', () => asked.destroy(new Error('the upgrade was not answered')))
    asked.on('error', (error) => resolve(error.message))
    asked.end()
  })
}
