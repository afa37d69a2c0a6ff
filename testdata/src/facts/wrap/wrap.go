// Package wrap hands on what packages svc, a and par start.
package wrap

import (
	"sync"

	"facts/a"
	"facts/par"
	"facts/svc"
)

// A Station holds a ticker.
type Station struct{ t *svc.Ticker }

// NewStation starts its ticker.
func NewStation() *Station { return &Station{t: svc.NewTicker()} }

// Close stops the ticker.
func (s *Station) Close() { s.t.Halt() }

// Name is not about goroutines.
func (s *Station) Name() string { return "" }

// Ticker hands the ticker on.
func Ticker() *svc.Ticker { return svc.NewTicker() }

// Poll hands on the function that stops.
func Poll() func() { return svc.Poll() }

// SetUp starts work that nobody can wait for.
func SetUp() { a.Fire() }

// Get hands on the channel that tells when the work is done.
func Get() <-chan struct{} { return a.Start() }

// Fill sets *p in a goroutine that wg waits for.
func Fill(wg *sync.WaitGroup, p *int) { par.Go(wg, func() { *p = 1 }) }

// An App has a job.
type App struct{ job *a.Job }

// NewApp makes an app; it starts nothing.
func NewApp() *App { return &App{job: new(a.Job)} }

// Run starts the job.
func (p *App) Run() { p.job.Start() }

// Join waits for the job.
func (p *App) Join() { p.job.Wait() }

// Lose does what nobody can wait for, in a way that is told where it is done.
func Lose() { a.Lost() }
