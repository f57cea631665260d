import path from 'node:path'
import { AnvilError } from '@anvil/shared'
import { z } from 'zod'
import { Networks } from './config/networks.js'
import { OIDC_VARIABLES, type OidcConfig, oidcMistakes, oidcOf } from './config/oidc.js'
import { PublicUrl } from './config/public-url.js'
import { RATE_VARIABLES, type Rates, ratesOf } from './config/rates.js'
import { RETENTION_VARIABLES, type Retention, retentionOf } from './config/retention.js'
import { SECRET_KEY } from './config/secret-key.js'
import { type TlsFiles, tlsFilesOf } from './config/tls.js'
import { TrustProxy, type TrustedProxies } from './config/trust-proxy.js'
import { wholeNumber } from './config/whole-number.js'
import type { OutboundRules } from './outbound/address-rules.js'
import { Secret } from './secrets/secret.js'

export type DatabaseConfig = { kind: 'embedded'; folder: string } | { kind: 'postgres'; url: Secret; poolSize: number }

/** Everything FORGE is told from outside; durations in milliseconds, sizes in bytes, secrets in a branch of their own. */
export interface ForgeConfig {
  host: string
  port: number
  dataDir: string
  /** Where people and instances find FORGE, without a closing slash. */
  publicUrl: string | undefined
  tls: TlsFiles | undefined
  /** Whose `X-Forwarded-For` is believed; nobody's unless told. */
  trustProxy: TrustedProxies | undefined
  /** How long a stopping FORGE waits for what is under way. */
  stopGraceMs: number
  database: DatabaseConfig
  /** Where instances that take pushes by HTTP may be. */
  receivers: OutboundRules
  /** By which issuer people sign in; undefined for none. */
  oidc: OidcConfig | undefined
  /** Whether people sign in with a password. */
  passwordSignIn: boolean
  /** How often may be asked. */
  rates: Rates
  /** How long is kept what grows with every day. */
  retention: Retention
  logLevel: LogLevel
  secrets: { key: Secret | undefined; metricsToken: Secret | undefined }
}

const LogLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
type LogLevel = z.infer<typeof LogLevel>

const METRICS_TOKEN = /^[\w.~+/=-]{16,256}$/

const Environment = z
  .object({
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: wholeNumber(0, 65_535).default(4000),
    ANVIL_DATA_DIR: z.string().min(1).default('.anvil'),
    ANVIL_PUBLIC_URL: PublicUrl.optional(),
    ANVIL_TLS_CERT: z.string().optional(),
    ANVIL_TLS_KEY: z.string().optional(),
    ANVIL_TRUST_PROXY: TrustProxy.optional(),
    ANVIL_METRICS_TOKEN: z.string().regex(METRICS_TOKEN, 'must be 16 to 256 letters, digits or -._~+/=').optional(),
    ANVIL_STOP_GRACE_MS: wholeNumber(0, 600_000).default(8_000),
    ANVIL_SECRET_KEY: z.string().regex(SECRET_KEY, 'must be 32 bytes in base64url (43 characters)').optional(),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }).optional(),
    ANVIL_DATABASE_POOL: wholeNumber(1, 200).default(10),
    ANVIL_RECEIVER_NETWORKS: Networks.default([]),
    ANVIL_RECEIVER_HTTP: z.stringbool('must be true or false').default(false),
    ANVIL_LOG_LEVEL: LogLevel.default('info'),
    ...OIDC_VARIABLES,
    ...RATE_VARIABLES,
    ...RETENTION_VARIABLES,
  })
  .check(({ value, issues }) => {
    for (const [name, message] of oidcMistakes(value))
      issues.push({ code: 'custom', path: [name], message, input: value })
  })
  .refine((env) => env.DATABASE_URL === undefined || env.ANVIL_SECRET_KEY !== undefined, {
    path: ['ANVIL_SECRET_KEY'],
    error: 'is required with DATABASE_URL: 32 random bytes in base64url, the same on every node',
  })
  .refine((env) => env.ANVIL_TLS_CERT === undefined || env.ANVIL_TLS_KEY !== undefined, {
    path: ['ANVIL_TLS_KEY'],
    error: 'is required with ANVIL_TLS_CERT: the file of its private key',
  })
  .refine((env) => env.ANVIL_TLS_KEY === undefined || env.ANVIL_TLS_CERT !== undefined, {
    path: ['ANVIL_TLS_CERT'],
    error: 'is required with ANVIL_TLS_KEY: the file of its certificate',
  })

/** Reads the configuration from environment variables; lists every mistake in one `config.invalid`. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): ForgeConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const result = Environment.safeParse(given)
  if (!result.success) {
    const mistakes = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
    throw new AnvilError('config.invalid', `The configuration has mistakes: ${mistakes.join('; ')}`, {
      details: { mistakes },
    })
  }
  const { HOST, PORT, ANVIL_DATA_DIR, ANVIL_PUBLIC_URL, ANVIL_SECRET_KEY, DATABASE_URL } = result.data
  const dataDir = path.resolve(ANVIL_DATA_DIR)
  return {
    host: HOST,
    port: PORT,
    dataDir,
    publicUrl: ANVIL_PUBLIC_URL,
    tls: tlsFilesOf(result.data.ANVIL_TLS_CERT, result.data.ANVIL_TLS_KEY),
    trustProxy: result.data.ANVIL_TRUST_PROXY,
    stopGraceMs: result.data.ANVIL_STOP_GRACE_MS,
    database:
      DATABASE_URL === undefined
        ? { kind: 'embedded', folder: path.join(dataDir, 'database') }
        : { kind: 'postgres', url: new Secret(DATABASE_URL), poolSize: result.data.ANVIL_DATABASE_POOL },
    receivers: { networks: result.data.ANVIL_RECEIVER_NETWORKS, allowInsecure: result.data.ANVIL_RECEIVER_HTTP },
    oidc: oidcOf(result.data),
    passwordSignIn: result.data.ANVIL_PASSWORD_SIGN_IN,
    rates: ratesOf(result.data),
    retention: retentionOf(result.data),
    logLevel: result.data.ANVIL_LOG_LEVEL,
    secrets: { key: secretOf(ANVIL_SECRET_KEY), metricsToken: secretOf(result.data.ANVIL_METRICS_TOKEN) },
  }
}

const secretOf = (text: string | undefined): Secret | undefined => (text === undefined ? undefined : new Secret(text))
