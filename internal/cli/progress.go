package cli

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gojoincheck/gojoincheck/internal/vetrun"
)

const (
	// progressDelay is how long a run takes before it shows its progress:
	// a line that flashes up tells nobody anything.
	progressDelay = time.Second
	// progressPace is how often the line is drawn.
	progressPace = 200 * time.Millisecond
)

// progress shows on stderr how many packages are done. It works on whichever
// terminal understands "return to the start of the line" and "clear it".
type progress struct {
	to   *os.File // nil: show nothing
	done atomic.Int64
	quit context.CancelFunc
	wg   sync.WaitGroup
}

func (a *app) startProgress(ctx context.Context, run vetrun.Options) *progress {
	p := &progress{}
	ctx, p.quit = context.WithCancel(ctx)
	if isTerminal(a.stderr) && os.Getenv("TERM") != "dumb" {
		p.to = a.stderr
		p.wg.Go(func() { p.draw(ctx, run) })
	}
	return p
}

// unitDone counts one more package.
func (p *progress) unitDone() { p.done.Add(1) }

// stop removes the line and waits until nothing can draw it again.
func (p *progress) stop() {
	p.quit()
	p.wg.Wait()
}

func (p *progress) draw(ctx context.Context, run vetrun.Options) {
	select {
	case <-ctx.Done():
		return
	case <-time.After(progressDelay):
	}
	// Counting the packages costs a run of the go command, too: it waits until
	// there is somebody to show the number to.
	var total atomic.Int64
	p.wg.Go(func() { total.Store(int64(vetrun.Units(ctx, run))) })
	tick := time.NewTicker(progressPace)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			fmt.Fprint(p.to, "\r\x1b[K")
			return
		case <-tick.C:
			fmt.Fprintf(p.to, "\r\x1b[K%s: %s", Name, progressText(p.done.Load(), total.Load()))
		}
	}
}

// progressText never says more than is known: before the first package is
// done, the go command compiles and analyzes what the packages import.
func progressText(done, total int64) string {
	switch {
	case done == 0:
		return "analyzing dependencies..."
	case total == 0 || done > total:
		return fmt.Sprintf("%d packages done", done)
	}
	return fmt.Sprintf("%d of %d packages done", done, total)
}
