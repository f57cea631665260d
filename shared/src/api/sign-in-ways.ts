import { z } from 'zod'

/** How people sign in here: with a password, by an OIDC issuer, or both. */
export const SignInWays = z.object({ password: z.boolean(), oidc: z.object({ name: z.string() }).nullable() })
export type SignInWays = z.infer<typeof SignInWays>

/** Where a browser goes to sign in, and the secret that it keeps for the way back. */
export const OidcDeparture = z.object({ authorization_url: z.string(), secret: z.string() })
export type OidcDeparture = z.infer<typeof OidcDeparture>

/** What a browser comes back with: its secret, and the query of the address that the issuer sent it to. */
export const OidcCallback = z.object({ secret: z.string().min(1).max(100), query: z.string().max(8_192) })
export type OidcCallback = z.infer<typeof OidcCallback>
