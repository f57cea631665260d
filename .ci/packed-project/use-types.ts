import { anvil, createAnvil } from '@anvil/live-client'
import { AnvilError, type Manifest } from '@anvil/shared'
import { renderTemplate } from '@anvil/shared/template'

export const text: string = renderTemplate('Hello {{name}}', { name: 'Ada' })
export const prompt = (): string => anvil.prompt('welcome.message', { name: 'Ada' })
export const sequenceOf = (manifest: Manifest): number => manifest.sequence
export const refused = new AnvilError('client.frozen', 'This instance is frozen')
export const client = createAnvil({ mode: 'frozen' })

// @ts-expect-error: a prompt's id is a text
export const wrong = (): string => anvil.prompt(7)
