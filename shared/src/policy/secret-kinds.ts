import { ALPHANUMERIC, BASE64, BASE64_URL, type CharacterSet, DOTTED, HEX, PATH, WORD } from './text-walk.js'

/** A secret that is known by how it begins; `min` and `max` count the characters after its prefix. */
export interface SecretKind {
  readonly name: string
  readonly prefixes: readonly string[]
  readonly body: CharacterSet
  readonly min: number
  readonly max?: number
  /** What more must hold of the whole. */
  readonly isWhole?: (secret: string) => boolean
}

const hasDigitAndUpper = (secret: string): boolean => /\d/.test(secret) && /[A-Z]/.test(secret)

const isJwt = (secret: string): boolean => {
  const parts = secret.split('.')
  return parts.length === 3 && parts.slice(0, 2).every((part) => part.length > 10 && part.startsWith('eyJ'))
}

const isSendGrid = (secret: string): boolean => {
  const [, id = '', key = '', ...more] = secret.split('.')
  return more.length === 0 && id.length >= 16 && key.length >= 32
}

/** `anv_<environment>_<public id>_<secret>_<check>`. */
const isAnvilToken = (secret: string): boolean => {
  const parts = secret.split('_')
  return parts.length === 5 && parts[3]?.length === 43
}

/** The kinds that are told by their beginning; of two that fit, the earlier is said. */
export const SECRET_KINDS: readonly SecretKind[] = [
  { name: 'an Anvil access token', prefixes: ['anv_'], body: BASE64_URL, min: 60, isWhole: isAnvilToken },
  { name: 'an Anthropic key', prefixes: ['sk-ant-'], body: BASE64_URL, min: 20 },
  { name: 'a Langfuse key', prefixes: ['sk-lf-'], body: BASE64_URL, min: 30 },
  { name: 'an OpenRouter key', prefixes: ['sk-or-'], body: BASE64_URL, min: 30 },
  { name: 'an OpenAI key', prefixes: ['sk-proj-', 'sk-svcacct-', 'sk-admin-'], body: BASE64_URL, min: 20 },
  { name: 'an OpenAI key', prefixes: ['sk-'], body: BASE64_URL, min: 20, isWhole: hasDigitAndUpper },
  { name: 'an AWS access key', prefixes: ['AKIA', 'ASIA'], body: ALPHANUMERIC, min: 16, max: 16 },
  { name: 'a Google API key', prefixes: ['AIza'], body: BASE64_URL, min: 35, max: 35 },
  { name: 'a Google client secret', prefixes: ['GOCSPX-'], body: BASE64_URL, min: 20 },
  { name: 'a Google access token', prefixes: ['ya29.'], body: DOTTED, min: 30 },
  { name: 'a GitHub token', prefixes: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], body: ALPHANUMERIC, min: 36 },
  { name: 'a GitHub token', prefixes: ['github_pat_'], body: WORD, min: 22 },
  {
    name: 'a GitLab token',
    prefixes: ['glpat-', 'gldt-', 'glrt-', 'glcbt-', 'glptt-', 'gloas-', 'glsoat-'],
    body: DOTTED,
    min: 20,
  },
  { name: 'a Slack token', prefixes: ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxe.'], body: DOTTED, min: 20 },
  { name: 'a Slack token', prefixes: ['xapp-'], body: BASE64_URL, min: 20 },
  { name: 'a Slack webhook', prefixes: ['hooks.slack.com/services/'], body: PATH, min: 30 },
  { name: 'a Discord webhook', prefixes: ['discord.com/api/webhooks/'], body: PATH, min: 60 },
  {
    name: 'a Stripe key',
    prefixes: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'whsec_'],
    body: ALPHANUMERIC,
    min: 16,
  },
  { name: 'an Azure key', prefixes: ['AccountKey=', 'SharedAccessKey='], body: BASE64, min: 40 },
  { name: 'a Hugging Face token', prefixes: ['hf_'], body: ALPHANUMERIC, min: 30 },
  { name: 'a Twilio key', prefixes: ['SK'], body: HEX, min: 32, max: 32 },
  { name: 'a SendGrid key', prefixes: ['SG.'], body: DOTTED, min: 49, isWhole: isSendGrid },
  { name: 'an npm token', prefixes: ['npm_'], body: ALPHANUMERIC, min: 36, max: 36 },
  { name: 'a PyPI token', prefixes: ['pypi-AgE'], body: BASE64_URL, min: 50 },
  { name: 'a Docker token', prefixes: ['dckr_pat_'], body: BASE64_URL, min: 20 },
  { name: 'a DigitalOcean token', prefixes: ['dop_v1_', 'doo_v1_', 'dor_v1_'], body: HEX, min: 64 },
  { name: 'a Databricks token', prefixes: ['dapi'], body: HEX, min: 32, max: 32 },
  { name: 'a Groq key', prefixes: ['gsk_'], body: ALPHANUMERIC, min: 40 },
  { name: 'an xAI key', prefixes: ['xai-'], body: ALPHANUMERIC, min: 40 },
  { name: 'a Perplexity key', prefixes: ['pplx-'], body: ALPHANUMERIC, min: 32 },
  { name: 'a Replicate token', prefixes: ['r8_'], body: ALPHANUMERIC, min: 36 },
  { name: 'a Shopify token', prefixes: ['shpat_', 'shpss_', 'shpca_', 'shppa_'], body: HEX, min: 32 },
  { name: 'an age key', prefixes: ['AGE-SECRET-KEY-1'], body: ALPHANUMERIC, min: 50 },
  { name: 'a JSON web token', prefixes: ['eyJ'], body: DOTTED, min: 40, isWhole: isJwt },
]
