import { randomBytes } from 'node:crypto'
import type { Response } from 'express'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
]

/** Lets a page run nothing but its own files, and take the styles that these make under the nonce. */
export function sendPolicy(res: Response, nonce?: string): void {
  const styles = nonce === undefined ? "style-src 'self'" : `style-src 'self' 'nonce-${nonce}'`
  res.setHeader('content-security-policy', [...POLICY, styles].join('; '))
  res.setHeader('cache-control', 'no-cache')
}

/**
 * Sends the page for an address of any depth below FORGE's root. The page's `<base>` is that root as seen from the
 * address, so that it holds below any path at which a proxy serves FORGE.
 */
export function sendPage(res: Response, page: string, address: string): void {
  const nonce = randomBytes(16).toString('base64')
  const root = '../'.repeat(address.split('/').length - 2) || './'
  sendPolicy(res, nonce)
  res
    .type('html')
    .send(page.replace('<base href="./" />', `<base href="${root}" /><meta name="style-nonce" nonce="${nonce}" />`))
}
