/** What rendering takes, and nothing else: this entry is what a client's start loads. */
export { CompiledTemplate, compileTemplate } from './compiled-template.js'
