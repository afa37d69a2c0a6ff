package stops

import (
	"context"
	"time"
)

// A Meter measures in a goroutine while it is started.
type Meter struct {
	cancel context.CancelFunc
}

func (m *Meter) measure(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

func (m *Meter) goodKeepsCancel() {
	ctx, cancel := context.WithCancel(context.Background())
	m.cancel = cancel
	go m.measure(ctx)
}

// The callers have the meter, and Stop, too.
func (m *Meter) goodStart() {
	m.goodKeepsCancel()
}

// Stop ends what is running.
func (m *Meter) Stop() {
	if m.cancel != nil {
		m.cancel()
	}
}
