import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { AnvilError } from '@anvil/shared'
import type { TlsFiles } from '../config/tls.js'

/** A certificate chain and its private key, in PEM. */
export interface KeyPair {
  cert: Buffer
  key: Buffer
}

/** FORGE's certificate, read again from its files when they are renewed. */
export class Certificate {
  readonly #files: TlsFiles
  #pair: KeyPair
  readonly #listeners = new Set<(renewed: KeyPair) => void>()

  private constructor(files: TlsFiles, pair: KeyPair) {
    this.#files = files
    this.#pair = pair
  }

  /** Reads the certificate; throws `config.invalid` where it or its key can't be used. */
  static async open(files: TlsFiles): Promise<Certificate> {
    return new Certificate(files, await readPair(files))
  }

  current(): KeyPair {
    return this.#pair
  }

  /** Calls `listener` with each certificate that takes the place of the one before. */
  onRenewed(listener: (renewed: KeyPair) => void): void {
    this.#listeners.add(listener)
  }

  /** Reads the files again; what can't be used is refused as at first, and the certificate before goes on. */
  async refresh(): Promise<void> {
    const pair = await readPair(this.#files)
    if (pair.cert.equals(this.#pair.cert) && pair.key.equals(this.#pair.key)) return
    this.#pair = pair
    for (const listener of this.#listeners) listener(pair)
  }
}

async function readPair({ certFile, keyFile }: TlsFiles): Promise<KeyPair> {
  const cert = await read('ANVIL_TLS_CERT', certFile)
  const key = await read('ANVIL_TLS_KEY', keyFile)
  try {
    createSecureContext({ cert, key })
  } catch (cause) {
    throw new AnvilError(
      'config.invalid',
      `FORGE can't serve TLS with ${certFile} and ${keyFile}: ${messageOf(cause)}. ANVIL_TLS_CERT is a certificate with its chain and ANVIL_TLS_KEY the private key it was made for, both in PEM.`,
      { cause },
    )
  }
  return { cert, key }
}

async function read(variable: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw new AnvilError('config.invalid', `The file of ${variable} can't be read: ${messageOf(cause)}.`, { cause })
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
