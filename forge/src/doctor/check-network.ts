import { createServer } from 'node:http'
import { AnvilError } from '@anvil/shared'
import { Agent, request } from 'undici'
import type { ForgeConfig } from '../config.js'
import { localUrl } from '../config/local-url.js'
import { listen } from '../http/listen.js'
import { checkCertificate } from './check-certificate.js'
import { type Check, failed, ok } from './check.js'

const TIMEOUT_MS = 5_000

/** FORGE's port, which is free or FORGE's own, and its certificate, and the address that people use. */
export async function checkNetwork(config: ForgeConfig): Promise<Check[]> {
  return [await checkPort(config), ...(await checkCertificate(config)), await checkPublicUrl(config)]
}

/** Whether the FORGE of this machine answers, and whether it says that it can serve people; its certificate is for another name. */
export function askOwnForge(config: ForgeConfig): Promise<{ ready: boolean } | undefined> {
  return askForge(localUrl(config), { rejectUnauthorized: false })
}

async function askForge(url: string, connect = {}): Promise<{ ready: boolean } | undefined> {
  const dispatcher = new Agent({ connect })
  try {
    const answer = await request(`${url}/readyz`, { dispatcher, signal: AbortSignal.timeout(TIMEOUT_MS) })
    const body: unknown = await answer.body.json()
    if (typeof body !== 'object' || body === null || !('status' in body)) return undefined
    return { ready: body.status === 'ready' }
  } catch {
    return undefined
  } finally {
    await dispatcher.destroy()
  }
}

async function checkPort(config: ForgeConfig): Promise<Check> {
  const server = createServer()
  try {
    await listen(server, config)
    return ok('port', `${config.host}:${config.port} is free for FORGE`)
  } catch (error) {
    if (!(error instanceof AnvilError)) throw error
    const forge = error.code === 'port.taken' ? await askOwnForge(config) : undefined
    if (forge?.ready === true) return ok('port', `FORGE answers at ${localUrl(config)} and is ready`)
    if (forge)
      return failed(
        'port',
        `FORGE answers at ${localUrl(config)}, but is not ready`,
        'Look at what /readyz and its log say.',
      )
    return failed('port', error.message, 'Stop the other program, or set HOST and PORT to where FORGE can listen.')
  } finally {
    server.close()
  }
}

async function checkPublicUrl({ publicUrl }: ForgeConfig): Promise<Check> {
  if (publicUrl === undefined) return ok('public address', 'ANVIL_PUBLIC_URL is not set')
  if (await askForge(publicUrl.replace(/\/$/, ''))) return ok('public address', `FORGE answers at ${publicUrl}`)
  return failed(
    'public address',
    `no FORGE answers at ${publicUrl}`,
    'Start FORGE, or look at the proxy, the name and the certificate in front of it.',
  )
}
