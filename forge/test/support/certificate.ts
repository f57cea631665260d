import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

/** The files of a certificate for this machine, which only those believe who were given it. */
export interface CertificateFiles {
  cert: string
  key: string
}

/** Makes a certificate for localhost that lasts for some days. */
export async function selfSigned(folder: string, name: string, days = 30): Promise<CertificateFiles> {
  const files = { cert: path.join(folder, `${name}.crt`), key: path.join(folder, `${name}.key`) }
  const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const output = ['-days', String(days), '-keyout', files.key, '-out', files.cert]
  await promisify(execFile)('openssl', [...kind, ...subject, ...output])
  return files
}
