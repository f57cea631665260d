import type { RenderedAnswer } from './app/messages.js'
import { PROMPT } from './forge/prompt-set.js'
import { equals } from './holds.js'
import type { AppProcess } from './processes/app-process.js'
import { renderedText, VARIABLES } from './texts.js'
import type { World } from './world.js'

/** Both applications render the text with this number, from this sequence. */
export async function bothRender(world: World, number: 0 | 1 | 2, sequence: number): Promise<string[]> {
  return Promise.all(world.apps.map((app) => renders(app, number, sequence)))
}

/** This application renders the text with this number, from this sequence. */
export async function renders(app: AppProcess, number: 0 | 1 | 2, sequence: number): Promise<string> {
  const rendered: RenderedAnswer = await app.render(PROMPT, VARIABLES)
  equals(`the ${app.name} application renders the text`, rendered.text, renderedText(number))
  return equals(
    `the ${app.name} application renders “${rendered.text}” (sequence ${sequence}, ${rendered.reason})`,
    rendered.sequence,
    sequence,
  )
}
