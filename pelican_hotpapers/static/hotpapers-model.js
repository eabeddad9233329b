/* Logistic regression with an L2 penalty, as scikit-learn's LogisticRegression: it finds
   the weights w and the intercept b that make

     |w|²/2 + C Σ sᵢ log(1 + exp(-yᵢ (w·xᵢ + b)))

   least, where yᵢ is 1 or -1 and sᵢ says how much a row counts. It goes Newton's way, and
   finds each step by conjugate gradients, which need no table of second derivatives. A row
   is { at, by }: the numbers of its columns, and their values. */

const dot = (one, other) => {
  let sum = 0;
  for (let n = 0; n < one.length; n += 1) sum += one[n] * other[n];
  return sum;
};
/* Add to a vector another one, so many times, in place. */
const add = (to, what, factor) => {
  for (let n = 0; n < to.length; n += 1) to[n] += what[n] * factor;
};
export const timesRow = ({ at, by }, w) => {
  let sum = 0;
  for (let n = 0; n < at.length; n += 1) sum += w[at[n]] * by[n];
  return sum;
};
const softplus = (it) => (it > 0 ? it + Math.log1p(Math.exp(-it)) : Math.log1p(Math.exp(it)));
const sigmoid = (it) => 1 / (1 + Math.exp(-it));

/* All rows in one: where each begins, its columns and its values. */
const tableOf = (rows) => {
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((row, n) => (starts[n + 1] = starts[n] + row.at.length));
  const at = new Int32Array(starts[rows.length]);
  const by = new Float64Array(starts[rows.length]);
  rows.forEach((row, n) => {
    at.set(row.at, starts[n]);
    by.set(row.by, starts[n]);
  });
  return { starts, at, by };
};

/* Returns w, and the intercept as its last number. */
export const learn = (rows, labels, counts, columns, C = 1, tolerance = 1e-4) => {
  const { starts, at, by } = tableOf(rows);
  const size = rows.length;
  /* The value of each row. */
  const values = (w) => {
    const found = new Float64Array(size).fill(w[columns]);
    for (let n = 0; n < size; n += 1) {
      let sum = 0;
      for (let m = starts[n]; m < starts[n + 1]; m += 1) sum += w[at[m]] * by[m];
      found[n] += sum;
    }
    return found;
  };
  /* The sum of all rows, each by its factor, and of the penalty's part. */
  const gathered = (w, factors) => {
    const sum = w.slice();
    sum[columns] = 0;
    for (let n = 0; n < size; n += 1) {
      const factor = factors[n];
      for (let m = starts[n]; m < starts[n + 1]; m += 1) sum[at[m]] += by[m] * factor;
      sum[columns] += factor;
    }
    return sum;
  };
  const loss = (w, found) => {
    let sum = (dot(w, w) - w[columns] ** 2) / 2;
    for (let n = 0; n < size; n += 1) sum += C * counts[n] * softplus(-labels[n] * found[n]);
    return sum;
  };
  const w = new Float64Array(columns + 1);
  let found = values(w);
  for (let turn = 0; turn < 50; turn += 1) {
    const pull = found.map((it, n) => -C * counts[n] * labels[n] * sigmoid(-labels[n] * it));
    const gradient = gathered(w, pull);
    const slope = Math.sqrt(dot(gradient, gradient));
    if (slope < tolerance) break;
    const bend = found.map((it, n) => C * counts[n] * sigmoid(it) * sigmoid(-it));
    const step = new Float64Array(columns + 1);
    const rest = gradient.map((it) => -it);
    const direction = rest.slice();
    let left = dot(rest, rest);
    const enough = (slope * Math.min(0.1, slope)) ** 2;
    for (let n = 0; n < 100 && left > enough; n += 1) {
      const bent = gathered(direction, values(direction).map((it, row) => it * bend[row]));
      const far = left / dot(direction, bent);
      add(step, direction, far);
      add(rest, bent, -far);
      const now = dot(rest, rest);
      for (let m = 0; m <= columns; m += 1) direction[m] = rest[m] + direction[m] * (now / left);
      left = now;
    }
    const before = loss(w, found);
    const down = 1e-4 * dot(gradient, step);
    let length = 1;
    let next, there;
    do {
      next = w.slice();
      add(next, step, length);
      there = values(next);
      length /= 2;
    } while (loss(next, there) > before + 2 * length * down && length > 1e-10);
    if (length <= 1e-10) break; // no nearer: what is left is rounding
    w.set(next);
    found = there;
  }
  return w;
};

/* How much a row counts for the weights that were found: those of w are the sum of all
   rows, each by this factor. So a paper's score is the sum of what each paper learnt from
   adds to it: this, times how alike the two are. */
export const share = (row, label, count, w, C = 1) =>
  C * count * label * sigmoid(-label * (timesRow(row, w) + w[w.length - 1]));
