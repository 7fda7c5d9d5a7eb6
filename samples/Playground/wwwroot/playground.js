// Draws what the page computes. Every canvas remembers what it shows and draws it again when its size, the screen's
// resolution or the color scheme changes. Colors are custom properties of playground.css.

const views = new Map();

const sizes = new ResizeObserver(entries => {
  for (const entry of entries) {
    views.get(entry.target.id)?.draw();
  }
});

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  for (const view of views.values()) {
    view.draw();
  }
});

/** The view of a canvas; a canvas that the page has replaced since gets a new one. */
function viewOf(id, create) {
  const canvas = document.getElementById(id);
  let view = views.get(id);
  if (view?.canvas !== canvas) {
    if (view) {
      sizes.unobserve(view.canvas);
    }
    view = create();
    view.canvas = canvas;
    views.set(id, view);
    sizes.observe(canvas);
  }
  return view;
}

/** A context whose unit is a CSS pixel, cleared. */
function begin(canvas) {
  const scale = window.devicePixelRatio || 1;
  const width = canvas.clientWidth, height = canvas.clientHeight;
  const pixelWidth = Math.round(width * scale), pixelHeight = Math.round(height * scale);
  if (canvas.width !== pixelWidth || canvas.height !== pixelHeight) {
    canvas.width = pixelWidth;
    canvas.height = pixelHeight;
  }
  const context = canvas.getContext('2d');
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function components(hex) {
  return [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
}

function mix(from, to, share) {
  return from.map((value, i) => Math.round(value + (to[i] - value) * share));
}

export function nextFrame() {
  return new Promise(resolve => requestAnimationFrame(() => resolve()));
}

// --- the map of the plane ---------------------------------------------------------------------------------------------

class MapView {
  values = null;
  size = 0;
  points = [];
  cross = null;

  draw() {
    const { context, width, height } = begin(this.canvas);
    if (this.values) {
      this.drawProbabilities(context, width, height);
      this.drawBoundary(context, width, height);
    }
    this.drawPoints(context, width, height);
    if (this.cross) {
      this.drawCross(context, width, height);
    }
  }

  drawProbabilities(context, width, height) {
    const paper = components(color('--map-undecided'));
    const classes = [components(color('--class-0-area')), components(color('--class-1-area'))];
    const table = Array.from({ length: 256 }, (_, value) =>
      mix(paper, classes[value < 128 ? 0 : 1], Math.pow(Math.abs(value - 127.5) / 127.5, 0.7)));

    this.picture ??= document.createElement('canvas');
    this.picture.width = this.picture.height = this.size;
    const pixels = new ImageData(this.size, this.size);
    this.values.forEach((value, i) => pixels.data.set([...table[value], 255], 4 * i));
    this.picture.getContext('2d').putImageData(pixels, 0, 0);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.picture, 0, 0, width, height);
  }

  /** Marching squares along probability one half. */
  drawBoundary(context, width, height) {
    const { values, size } = this;
    const middle = 127.5;
    const step = width / size, down = height / size;
    context.beginPath();
    for (let row = 0; row + 1 < size; row++) {
      for (let column = 0; column + 1 < size; column++) {
        const corners = [
          values[row * size + column], values[row * size + column + 1],
          values[(row + 1) * size + column + 1], values[(row + 1) * size + column],
        ];
        const crossings = [];
        for (let edge = 0; edge < 4; edge++) {
          const a = corners[edge], b = corners[(edge + 1) % 4];
          if ((a < middle) !== (b < middle)) {
            const at = (middle - a) / (b - a);
            crossings.push([[at, 0], [1, at], [1 - at, 1], [0, 1 - at]][edge]);
          }
        }
        for (let i = 0; i + 1 < crossings.length; i += 2) {
          context.moveTo((column + 0.5 + crossings[i][0]) * step, (row + 0.5 + crossings[i][1]) * down);
          context.lineTo((column + 0.5 + crossings[i + 1][0]) * step, (row + 0.5 + crossings[i + 1][1]) * down);
        }
      }
    }
    context.strokeStyle = color('--boundary');
    context.lineWidth = 1.5;
    context.lineCap = 'round';
    context.stroke();
  }

  /** Circles and squares, so that color is not needed to tell the classes apart; points held back are hollow. */
  drawPoints(context, width, height) {
    const radius = Math.max(2.6, width / 130);
    const colors = [color('--class-0'), color('--class-1')];
    const outline = color('--point-outline');
    for (let i = 0; i < this.points.length; i += 4) {
      const x = (this.points[i] + 1) / 2 * width, y = (1 - this.points[i + 1]) / 2 * height;
      const isSecond = this.points[i + 2] === 1, isHeldBack = this.points[i + 3] === 1;
      const size = isHeldBack ? radius * 0.8 : radius;
      context.beginPath();
      if (isSecond) {
        context.rect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8);
      } else {
        context.arc(x, y, size, 0, 2 * Math.PI);
      }
      if (isHeldBack) {
        context.strokeStyle = colors[isSecond ? 1 : 0];
        context.lineWidth = 1.2;
        context.stroke();
      } else {
        context.fillStyle = colors[isSecond ? 1 : 0];
        context.fill();
        context.strokeStyle = outline;
        context.lineWidth = 1;
        context.stroke();
      }
    }
  }

  drawCross(context, width, height) {
    const x = (this.cross[0] + 1) / 2 * width, y = (1 - this.cross[1]) / 2 * height;
    for (const [stroke, thickness] of [[color('--point-outline'), 4], [color('--boundary'), 1.5]]) {
      context.beginPath();
      context.moveTo(x - 12, y);
      context.lineTo(x + 12, y);
      context.moveTo(x, y - 12);
      context.lineTo(x, y + 12);
      context.strokeStyle = stroke;
      context.lineWidth = thickness;
      context.stroke();
    }
  }
}

export function showMap(id, probabilities, size) {
  const view = viewOf(id, () => new MapView());
  view.values = probabilities.slice();
  view.size = size;
  view.draw();
}

export function showPoints(id, points) {
  const view = viewOf(id, () => new MapView());
  view.points = points.slice();
  view.draw();
}

export function showCross(id, x, y, isVisible) {
  const view = viewOf(id, () => new MapView());
  view.cross = isVisible ? [x, y] : null;
  view.draw();
}

export function positionOn(id, clientX, clientY) {
  const box = document.getElementById(id).getBoundingClientRect();
  return [(clientX - box.left) / box.width * 2 - 1, 1 - (clientY - box.top) / box.height * 2];
}

export function keepKeys(id) {
  document.getElementById(id).addEventListener('keydown', event => {
    if (['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', ' ', 'Enter'].includes(event.key)) {
      event.preventDefault();
    }
  });
}

// --- curves -----------------------------------------------------------------------------------------------------------

class CurvesView {
  values = [];
  curves = 1;
  last = 0;

  draw() {
    const { context, width, height } = begin(this.canvas);
    const left = 44, right = 8, top = 8, bottom = 20;
    const count = Math.floor(this.values.length / this.curves);
    const positive = Array.from(this.values).filter(value => value > 0 && Number.isFinite(value));
    let low = -1, high = 0;
    if (positive.length > 0) {
      low = Math.max(-8, Math.floor(Math.log10(positive.reduce((a, b) => Math.min(a, b))) + 0.02));
      high = Math.max(low + 1, Math.ceil(Math.log10(positive.reduce((a, b) => Math.max(a, b))) - 0.02));
    }
    const xOf = entry => left + (width - left - right) * (entry + 1) / Math.max(count, 1);
    const yOf = value => top + (height - top - bottom) * (high - Math.max(low, Math.log10(value))) / (high - low);

    context.font = '11px system-ui, sans-serif';
    context.fillStyle = color('--ink-soft');
    context.strokeStyle = color('--line');
    context.lineWidth = 1;
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    const every = Math.ceil((high - low) / 5);
    for (let power = low; power <= high; power++) {
      const y = Math.round(yOf(Math.pow(10, power))) + 0.5;
      context.beginPath();
      context.moveTo(left, y);
      context.lineTo(width - right, y);
      context.stroke();
      if ((power - low) % every === 0) {
        context.fillText(power < -3 || power > 3 ? '10' + superscript(power) : String(Number(Math.pow(10, power).toPrecision(1))), left - 6, y);
      }
    }
    context.textBaseline = 'alphabetic';
    context.textAlign = 'left';
    context.fillText('0', left, height - 5);
    context.textAlign = 'right';
    context.fillText(this.last > 0 ? this.last.toLocaleString('en').replaceAll(',', '\u202f') + ' updates' : 'updates', width - right, height - 5);

    for (let curve = this.curves - 1; curve >= 0; curve--) {
      context.beginPath();
      let isDown = false;
      for (let entry = 0; entry < count; entry++) {
        const value = this.values[entry * this.curves + curve];
        if (!(value > 0) || !Number.isFinite(value)) {
          isDown = false;
          continue;
        }
        if (isDown) {
          context.lineTo(xOf(entry), yOf(value));
        } else {
          context.moveTo(xOf(entry), yOf(value));
          isDown = true;
        }
      }
      context.strokeStyle = color(`--series-${curve}`);
      context.lineWidth = 1.6;
      context.lineJoin = 'round';
      context.stroke();
    }
  }
}

function superscript(number) {
  return String(number).replace(/./g, digit => digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]);
}

export function showCurves(id, values, curves, last) {
  const view = viewOf(id, () => new CurvesView());
  view.values = values.slice();
  view.curves = curves;
  view.last = last;
  view.draw();
}

// --- weights ----------------------------------------------------------------------------------------------------------

class CellsView {
  cells = [];
  columns = 1;
  weightColumns = 1;

  draw() {
    const { context, width, height } = begin(this.canvas);
    const rows = this.cells.length / this.columns;
    const gap = this.weightColumns > 0 && this.weightColumns < this.columns ? 4 : 0;
    const across = (width - gap) / this.columns, down = height / rows;
    const zero = components(color('--weight-zero'));
    const signs = [components(color('--weight-minus')), components(color('--weight-plus'))];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < this.columns; column++) {
        const value = this.cells[row * this.columns + column] - 128;
        context.fillStyle = `rgb(${mix(zero, signs[value < 0 ? 0 : 1], Math.min(1, Math.abs(value) / 127)).join(' ')})`;
        context.fillRect(column * across + (column >= this.weightColumns ? gap : 0), row * down, across - 1, down - 1);
      }
    }
  }
}

export function showCells(id, cells, columns, weightColumns) {
  const view = viewOf(id, () => new CellsView());
  view.cells = cells.slice();
  view.columns = columns;
  view.weightColumns = weightColumns;
  view.draw();
}

// --- source -----------------------------------------------------------------------------------------------------------

const tokens = /(\/\/[^\n]*)|\b(abstract|bool|break|byte|case|class|const|continue|default|do|double|else|false|float|for|foreach|get|global|goto|if|in|int|internal|is|long|namespace|new|null|out|override|partial|private|public|readonly|ref|return|sealed|set|static|string|switch|this|throw|true|typeof|uint|ulong|unchecked|using|var|void|while)\b/g;

let lastAsked = 0;

/** The number of lines shown, or −1 where something else has been asked for meanwhile: a slow answer never replaces a later choice. */
export async function showSource(id, file, region) {
  const asked = ++lastAsked;
  const element = document.getElementById(id);
  let text;
  try {
    text = await sourceOf(file, region);
  } catch (error) {
    if (asked !== lastAsked) {
      return -1;
    }
    element.textContent = '';
    throw error;
  }
  if (asked !== lastAsked) {
    return -1;
  }
  element.textContent = text;
  element.parentElement.scrollTop = 0;
  highlight(element.firstChild, text);
  return text.trimEnd().split('\n').length;
}

async function sourceOf(file, region) {
  let response;
  try {
    response = await fetch(new URL(`emitted/${file}`, document.baseURI));
  } catch (error) {
    throw new Error(`${file} could not be loaded: no answer (${error.message}).`);
  }
  if (!response.ok) {
    throw new Error(`${file} could not be loaded: the server answers ${response.status}.`);
  }
  const whole = (await response.text()).replace(/^\uFEFF/, '');
  return region ? regionOf(whole, region, file) : whole;
}

/** The lines from `#region NAME: …` to its end, less the indentation of the first. */
function regionOf(text, name, file) {
  const lines = text.split('\n');
  const first = lines.findIndex(line => line.trimStart().startsWith(`#region ${name}:`));
  const last = lines.findIndex((line, i) => i > first && line.trim() === '#endregion');
  if (first < 0 || last < 0) {
    throw new Error(`${file} has no region ${name}.`);
  }
  const indentation = lines[first].length - lines[first].trimStart().length;
  return lines.slice(first, last + 1).map(line => line.slice(indentation)).join('\n') + '\n';
}

/** Colors without elements: a long file stays one text node. Browsers without it show plain text. */
function highlight(node, text) {
  if (!globalThis.CSS?.highlights || !node) {
    return;
  }
  const comments = new Highlight(), keywords = new Highlight();
  for (const match of text.matchAll(tokens)) {
    const range = new StaticRange({ startContainer: node, startOffset: match.index, endContainer: node, endOffset: match.index + match[0].length });
    (match[1] ? comments : keywords).add(range);
  }
  CSS.highlights.set('comment', comments);
  CSS.highlights.set('keyword', keywords);
}
