import { mkdirSync, writeFileSync } from 'node:fs'
import { VECTORS_FOLDER, vectorTexts } from './all-vectors.js'

mkdirSync(VECTORS_FOLDER, { recursive: true })
for (const [name, text] of vectorTexts()) writeFileSync(new URL(name, VECTORS_FOLDER), text)
