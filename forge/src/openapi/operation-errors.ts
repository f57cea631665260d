import type { ErrorCode } from '@anvil/shared'
import type { Operation } from './operation.js'
import { parametersOf } from './operation-path.js'

const BY_ACCESS: Record<Operation['access'], readonly ErrorCode[]> = {
  anyone: [],
  person: ['auth.required', 'auth.session_ended', 'api_key.invalid'],
  application: ['token.required', 'token.invalid', 'token.revoked', 'token.expired'],
}
const BY_PARAMETER: Readonly<Record<string, ErrorCode>> = {
  organisationId: 'organisation.not_found',
  projectId: 'project.not_found',
  environment: 'environment.not_found',
  promptSetId: 'prompt_set.not_found',
  promptId: 'prompt.not_found',
  version: 'version.not_found',
  waiverId: 'waiver.not_found',
  policyNumber: 'policy.not_found',
  userId: 'member.not_found',
  invitationId: 'invitation.not_found',
  apiKeyId: 'api_key.not_found',
  tokenId: 'access_token.not_found',
  publicationId: 'publication.not_found',
  instanceId: 'instance.not_found',
  syncRequestId: 'sync_request.not_found',
  sessionId: 'session.not_found',
}
const BY_BODY: readonly ErrorCode[] = [
  'request.invalid',
  'request.malformed_json',
  'request.too_large',
  'json.duplicate_key',
  'json.forbidden_text',
  'json.too_deep',
]

/** Rights that everybody has who finds what they ask about. */
const OPEN: readonly unknown[] = [undefined, 'project.read']
const FORBIDDEN: readonly ErrorCode[] = ['auth.forbidden']

/** Every code with which an operation may refuse: its own, and those that follow from its path, body and access. */
export function errorsOf(operation: Operation): ErrorCode[] {
  const { access, path, body, query, headers = [], errors = [], right } = operation
  const parameters = parametersOf(path)
  const codes = new Set<ErrorCode>([...BY_ACCESS[access], ...errors, ...(OPEN.includes(right) ? [] : FORBIDDEN)])
  if (parameters.length > 0 || query) codes.add('request.invalid').add('json.forbidden_text')
  if (access === 'person') for (const code of parameters.flatMap((name) => BY_PARAMETER[name] ?? [])) codes.add(code)
  codes.add('request.rate_limited')
  if (operation.method !== 'get') codes.add('request.cross_site')
  if (body) for (const code of BY_BODY) codes.add(code)
  if (headers.includes('If-Match')) codes.add('request.precondition_required').add('request.precondition_failed')
  return [...codes].sort()
}
