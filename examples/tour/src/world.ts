import path from 'node:path'
import { AppProcess } from './processes/app-process.js'
import { ForgeProcess } from './processes/forge-process.js'
import { appEnvironment, type ProjectAccess } from './forge/project-access.js'

/** Everything on stage: a FORGE, two applications, and what was learnt on the way. */
export class World {
  readonly folder: string
  readonly forge: ForgeProcess
  readonly first: AppProcess
  readonly second: AppProcess
  #project: ProjectAccess | undefined
  #firstEnvelope: string | undefined

  constructor(folder: string) {
    this.folder = folder
    this.forge = new ForgeProcess(path.join(folder, 'forge'))
    this.first = new AppProcess('first', path.join(folder, 'first-app'))
    this.second = new AppProcess('second', path.join(folder, 'second-app'))
  }

  get apps(): readonly AppProcess[] {
    return [this.first, this.second]
  }

  /** The project and who works on it; there from the first step on. */
  get project(): ProjectAccess {
    if (this.#project === undefined) throw new Error('The first step makes the project')
    return this.#project
  }

  set project(project: ProjectAccess) {
    this.#project = project
  }

  /** The signed manifest of the first publication, as a stranger recorded it. */
  get firstEnvelope(): string {
    if (this.#firstEnvelope === undefined) throw new Error('The second step records the manifest')
    return this.#firstEnvelope
  }

  set firstEnvelope(envelope: string) {
    this.#firstEnvelope = envelope
  }

  /** The environment of an application that finds FORGE at this address. */
  connection(forgeUrl: string): Record<string, string> {
    return appEnvironment(this.project, forgeUrl)
  }

  async close(): Promise<void> {
    await Promise.all(this.apps.map((app) => app.close()))
    await this.forge.stop()
  }
}
