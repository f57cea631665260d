export { testKey } from './test-keys.js'
export {
  aBundle,
  aKeyset,
  aManifest,
  listed,
  NOW,
  PROJECT_ID,
  PROMPT_SET_ID,
  requiredString,
  textPrompt,
} from './documents.js'
export { type TestForge, type TestPublication, testForge } from './test-forge.js'
