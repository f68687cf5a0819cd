// Reads a file of Kodiak with a library that shares no code with it, and prints its rows.
//
//   node read.mjs FORMAT FILE rows    a line a row: key, seq, op, value; bytes in hexadecimal, or null
//   node read.mjs FORMAT FILE hash    the number of rows, and a SHA-256 over all of them
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Every row in the order of the file, in pieces. */
async function* parquet(file) {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetRead } = await import('hyparquet')
  const { compressors } = await import('hyparquet-compressors')
  const source = await asyncBufferFromFile(file)
  const metadata = await parquetMetadataAsync(source)
  let rowStart = 0
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows)
    let rows
    await parquetRead({
      file: source,
      metadata,
      compressors,
      utf8: false,
      columns: ['key', 'seq', 'op', 'value'],
      rowFormat: 'array',
      rowStart,
      rowEnd,
      onComplete: (found) => { rows = found },
    })
    if (rows.length !== rowEnd - rowStart) {
      throw new Error(`${rows.length} rows instead of ${rowEnd - rowStart}`)
    }
    yield rows
    rowStart = rowEnd
  }
  if (rowStart !== Number(metadata.num_rows)) {
    throw new Error(`the row groups have ${rowStart} rows, the footer says ${metadata.num_rows}`)
  }
}

/** Every row in the order of the file, in pieces. */
async function* feather(file) {
  const { RecordBatchReader, compressionRegistry, CompressionType } = await import('apache-arrow')
  const { decompress: zstd } = await import('fzstd')
  const { default: lz4 } = await import('lz4js')
  // Numbers are views of what a codec returns, so that must begin where a number may: hence the copy.
  compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => zstd(bytes).slice() })
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (bytes) => lz4.decompress(bytes) })
  for (const batch of RecordBatchReader.from(readFileSync(file))) {
    const columns = ['key', 'seq', 'op', 'value'].map((name) => batch.getChild(name))
    const rows = []
    for (let i = 0; i < batch.numRows; i++) {
      rows.push(columns.map((column) => column.get(i)))
    }
    yield rows
  }
}

function line([key, seq, op, value]) {
  const shown = value === null ? 'null' : Buffer.from(value).toString('hex')
  return `${Buffer.from(key).toString('hex')} ${seq} ${op} ${shown}\n`
}

/** A hash that takes many small pieces at little cost. */
class Digest {
  #hash = createHash('sha256')
  #buffer = Buffer.alloc(1 << 20)
  #used = 0

  #room(bytes) {
    if (this.#used + bytes > this.#buffer.length) {
      this.#hash.update(this.#buffer.subarray(0, this.#used))
      this.#used = 0
    }
  }

  row([key, seq, op, value]) {
    this.#bytes(key)
    this.#room(12)
    this.#buffer.writeBigInt64BE(BigInt(seq), this.#used)
    this.#buffer.writeInt32BE(op, this.#used + 8)
    this.#used += 12
    this.#bytes(value)
  }

  #bytes(bytes) {
    this.#room(4)
    this.#buffer.writeInt32BE(bytes === null ? -1 : bytes.length, this.#used)
    this.#used += 4
    if (bytes === null) {
      return
    }
    this.#room(bytes.length)
    if (bytes.length > this.#buffer.length) {
      this.#hash.update(bytes)
    } else {
      this.#buffer.set(bytes, this.#used)
      this.#used += bytes.length
    }
  }

  hex() {
    this.#hash.update(this.#buffer.subarray(0, this.#used))
    return this.#hash.digest('hex')
  }
}

const [format, file, what] = process.argv.slice(2)
const reader = { parquet, feather }[format]
let count = 0
const digest = new Digest()
for await (const rows of reader(file)) {
  count += rows.length
  if (what === 'rows') {
    process.stdout.write(rows.map(line).join(''))
  } else {
    rows.forEach((row) => digest.row(row))
  }
}
if (what === 'hash') {
  process.stdout.write(`${count} ${digest.hex()}\n`)
}
