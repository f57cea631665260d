import { z } from 'zod'

/** Reads ANVIL_PUBLIC_URL: an address without a closing slash, whose path is where FORGE is to be found. */
export const PublicUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .transform((text, check) => {
    const { origin, pathname, username, password, search, hash } = new URL(text)
    if (`${username}${password}${search}${hash}` === '') return `${origin}${pathname}`.replace(/\/+$/, '')
    check.addIssue({ code: 'custom', message: 'must be an address without user, password, query or fragment' })
    return z.NEVER
  })
