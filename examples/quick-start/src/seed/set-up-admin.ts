import { randomBytes } from 'node:crypto'
import { AnvilError } from '@anvil/shared'
import { Session, SetupResult } from '@anvil/shared/api'
import { type DemoEnv, readDemoEnv, writeDemoEnv } from '../demo-env.js'
import type { SeedInput } from './seed-demo.js'
import { type SeedSession, takeStep } from './take-step.js'

const EMAIL = 'admin@northwind.example'

/** Makes the first admin, or signs in as the one that an interrupted first start made; answers the session. */
export async function setUpAdmin({ url, setupCode, dataDir, interrupted }: SeedInput): Promise<SeedSession> {
  const stranger = { url, interrupted }
  const env = await readDemoEnv(dataDir)
  if (setupCode === undefined) return signIn(stranger, env)
  const password = env.ANVIL_ADMIN_PASSWORD ?? randomBytes(18).toString('base64url')
  // Written before the account exists: a start that is interrupted right after can go on.
  await writeDemoEnv(dataDir, { ...env, ANVIL_ADMIN_EMAIL: EMAIL, ANVIL_ADMIN_PASSWORD: password })
  const { token } = await takeStep(stranger, SetupResult, {
    method: 'POST',
    path: '/setup',
    body: {
      code: setupCode,
      email: EMAIL,
      password,
      name: 'Demo admin',
      organisation: { name: 'Northwind Outfitters', slug: 'northwind' },
    },
  })
  return { ...stranger, token }
}

async function signIn(stranger: SeedSession, env: Partial<DemoEnv>): Promise<SeedSession> {
  const { ANVIL_ADMIN_EMAIL: email, ANVIL_ADMIN_PASSWORD: password } = env
  if (email === undefined || password === undefined) {
    throw new AnvilError(
      'setup.already_done',
      'This data folder holds a FORGE that was not set up by npm start. Set ANVIL_DATA_DIR to an empty folder for the demo.',
    )
  }
  const { token } = await takeStep(stranger, Session, {
    method: 'POST',
    path: '/sessions',
    body: { email, password },
  })
  return { ...stranger, token }
}
