/** What the doctor found of one thing. `fix` says what to do about a warning or a failure. */
export interface Check {
  name: string
  result: 'ok' | 'warning' | 'failed'
  detail: string
  fix?: string
}

export const ok = (name: string, detail: string): Check => ({ name, result: 'ok', detail })

export const warning = (name: string, detail: string, fix: string): Check => ({ name, result: 'warning', detail, fix })

export const failed = (name: string, detail: string, fix: string): Check => ({ name, result: 'failed', detail, fix })
