import { X509Certificate } from 'node:crypto'
import { AnvilError } from '@anvil/shared'
import type { ForgeConfig } from '../config.js'
import { Certificate } from '../http/certificate.js'
import { type Check, failed, ok, warning } from './check.js'

const DAY_MS = 86_400_000
const WARN_DAYS = 14
const RENEW = 'Renew it. FORGE reads its files again every minute.'

/** The certificate that FORGE serves TLS with, and how long it lasts; nothing where it serves none. */
export async function checkCertificate({ tls }: ForgeConfig): Promise<Check[]> {
  if (!tls) return []
  try {
    const { cert } = (await Certificate.open(tls)).current()
    const { validTo } = new X509Certificate(cert)
    const days = Math.floor((Date.parse(validTo) - Date.now()) / DAY_MS)
    if (days < 0) return [failed('certificate', `it ended on ${validTo}`, RENEW)]
    if (days < WARN_DAYS) return [warning('certificate', `it ends on ${validTo}`, RENEW)]
    return [ok('certificate', `it lasts for ${days} more days`)]
  } catch (error) {
    if (!(error instanceof AnvilError)) throw error
    return [failed('certificate', error.message, 'Mend the files of ANVIL_TLS_CERT and ANVIL_TLS_KEY.')]
  }
}
