import { InstanceId, PromptId, Slug, VersionNumber } from '@anvil/shared'
import { z } from 'zod'

const PARAMETER = /:([A-Za-z0-9]+)/g
const NAMED: Readonly<Record<string, z.ZodType>> = {
  environment: Slug,
  version: VersionNumber,
  promptId: PromptId,
  instanceId: InstanceId,
  policyNumber: z.int().nonnegative(),
  entryNumber: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
}

/** The names of a path's parameters, in order. */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(PARAMETER)].map(([, name = '']) => name)
}

/** What a path's parameter may be: an id unless it is one of the few with another form. */
export function parameterSchema(name: string): z.ZodType {
  return NAMED[name] ?? z.uuid()
}

/** A path as OpenAPI writes it, `/projects/{projectId}`. */
export function openapiPath(path: string): string {
  return path.replaceAll(PARAMETER, '{$1}')
}

/** Whether an address, without its query, is one of a path's. */
export function pathMatcher(path: string): (address: string) => boolean {
  const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(PARAMETER, '[^/]+')}/?$`)
  return (address) => pattern.test(address)
}

/** What an address says for the parameters of its path; without those that can't be what is named. */
export function valuesOf(path: string, address: string): Record<string, string> {
  const said = address.split('/')
  const named = path.split('/').flatMap((part, at) => {
    if (!part.startsWith(':')) return []
    const { success, data } = parameterSchema(part.slice(1)).safeParse(said[at])
    return success && typeof data === 'string' ? [[part.slice(1), data] as const] : []
  })
  return Object.fromEntries(named)
}
