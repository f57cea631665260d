import { TypeOverrides } from 'pg'

const BIGINT = 20
const overrides = new TypeOverrides()
overrides.setTypeParser(BIGINT, Number)

/** How values arrive from the database: as PostgreSQL's driver has it, but bigint as a number. */
export const TYPES = {
  getTypeParser: (oid: number, format?: string) =>
    overrides.getTypeParser<unknown>(oid, format === 'binary' ? 'binary' : 'text'),
}
