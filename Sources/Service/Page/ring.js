// The newest rows of numbers by their time; the oldest make room.
export class Ring {
  constructor(capacity, width) {
    this.times = new Float64Array(capacity);
    this.values = new Float32Array(capacity * width);
    Object.assign(this, { capacity, width, count: 0, next: 0 });
  }
  // Adds a row; what is not known is NaN from here on.
  push(time, row) {
    this.times[this.next] = time;
    for (let column = 0; column < this.width; column++) this.values[this.next * this.width + column] = row[column] ?? NaN;
    this.next = (this.next + 1) % this.capacity;
    this.count = Math.min(this.count + 1, this.capacity);
  }
  // Rows are counted from the oldest.
  place(row) { return (this.next - this.count + row + this.capacity) % this.capacity; }
  time(row) { return this.times[this.place(row)]; }
  value(row, column) { return this.values[this.place(row) * this.width + column]; }

  // How many rows are of `time` or before it.
  until(time) {
    let low = 0, high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.time(middle) <= time) low = middle + 1; else high = middle;
    }
    return low;
  }

  // The stretches of rows, of those given, in which a column is known and no step in time is longer than `gap`.
  runs(from, to, column, gap) {
    const result = [];
    let begin = -1;
    for (let row = from; row < to; row++) {
      const known = !Number.isNaN(this.value(row, column));
      if (begin >= 0 && (!known || this.time(row) - this.time(row - 1) > gap)) {
        result.push([begin, row]);
        begin = -1;
      }
      if (known && begin < 0) begin = row;
    }
    if (begin >= 0) result.push([begin, to]);
    return result;
  }
}
