// A canvas that is as sharp as the screen; it is drawn anew where its size changes or it comes into sight. What moves need
// not be drawn where it is not in sight.
export class Surface {
  constructor(canvas, paint) {
    Object.assign(this, { canvas, paint, inSight: true, width: 0, height: 0 });
    this.context = canvas.getContext("2d");
    new ResizeObserver(() => this.draw()).observe(canvas);
    new IntersectionObserver(([entry]) => {
      this.inSight = entry.isIntersecting;
      if (this.inSight) this.draw();
    }, { rootMargin: "100px" }).observe(canvas);
  }
  draw() {
    const { canvas, context } = this;
    if (document.hidden) return;
    this.width = canvas.clientWidth;
    this.height = canvas.clientHeight;
    const scale = Math.min(3, devicePixelRatio || 1);
    const [width, height] = [Math.round(scale * this.width), Math.round(scale * this.height)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    if (width && height) this.paint(context, this.width, this.height);
  }
}
