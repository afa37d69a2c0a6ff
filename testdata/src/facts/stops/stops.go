// Package stops uses the values of other packages that own a goroutine.
package stops

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"facts/svc"
	"facts/wrap"

	"github.com/oklog/run"
)

func badTicker() {
	t := svc.NewTicker() // want `the goroutine that this call starts never ends: nothing calls t.Halt`
	fmt.Println(t.N())
}

func badDropped() {
	svc.NewTicker() // want `nothing calls \(\*Ticker\).Halt`
}

func badBlank() {
	_ = svc.NewTicker() // want `nothing calls \(\*Ticker\).Halt`
}

func goodTicker() {
	t := svc.NewTicker()
	defer t.Halt()
	fmt.Println(t.N())
}

func badOpen() error {
	t, err := svc.Open("a") // want `nothing calls t.Halt`
	if err != nil {
		return err
	}
	fmt.Println(t.N())
	return nil
}

func goodOpen() error {
	t, err := svc.Open("a")
	if err != nil {
		return err
	}
	defer t.Halt()
	fmt.Println(t.N())
	return nil
}

// The second call can fail when the first ticker runs.
func badSecondFails() error {
	t, err := svc.Open("a") // want `not stopped on every path: line 63 returns before t.Halt is called`
	if err != nil {
		return err
	}
	u, err := svc.Open("b")
	if err != nil {
		return err
	}
	u.Halt()
	t.Halt()
	return nil
}

func badEarlyReturn(skip bool) {
	t := svc.NewTicker() // want `not stopped on every path: line 73 returns before t.Halt is called`
	if skip {
		return
	}
	t.Halt()
}

func badServer() {
	s := svc.NewServer() // want `nothing calls s.Finish`
	fmt.Println(s.Addr())
}

func goodServer() {
	s := svc.NewServer()
	defer s.Finish()
	fmt.Println(s.Addr())
}

func goodCallersContext(ctx context.Context) {
	s := svc.NewServerIn(ctx)
	fmt.Println(s.Addr())
}

func goodOwnContext() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	s := svc.NewServerIn(ctx)
	fmt.Println(s.Addr())
}

func goodTimeout() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	svc.NewServerIn(ctx)
}

func badEndlessContext() {
	s := svc.NewServerIn(context.Background()) // want `nothing calls s.Finish`
	fmt.Println(s.Addr())
}

func badPool() {
	var p svc.Pool
	p.Start() // want `nothing calls p.End`
	p.Do(func() { fmt.Println("job") })
}

func goodPool() {
	var p svc.Pool
	p.Start()
	defer p.End()
	p.Do(func() { fmt.Println("job") })
}

func badPoll() {
	svc.Poll() // want `never ends: the function that stops it is dropped`
}

func goodPoll() {
	stop := svc.Poll()
	defer stop()
}

func goodPollReturned() func() { return svc.Poll() }

func goodDaemon() { svc.NewDaemon() }

func badHandler(w http.ResponseWriter, r *http.Request) {
	t := svc.NewTicker() // want `nothing calls t.Halt`
	fmt.Fprintln(w, t.N())
}

func badLoop(names []string) {
	for range names {
		t := svc.NewTicker() // want `nothing calls t.Halt`
		fmt.Println(t.N())
	}
}

func badEndlessLoop(in <-chan int) {
	for {
		<-in
		svc.NewTicker() // want `nothing calls \(\*Ticker\).Halt`
	}
}

func badStation() {
	s := wrap.NewStation() // want `nothing calls s.Close`
	fmt.Println(s.Name())
}

func goodStation() {
	s := wrap.NewStation()
	fmt.Println(s.Name())
	s.Close()
}

func badThroughTwo() {
	t := wrap.Ticker() // want `nothing calls t.Halt`
	fmt.Println(t.N())
}

func badPollThroughTwo() {
	wrap.Poll() // want `the function that stops it is dropped`
}

func goodPollThroughTwo() { defer wrap.Poll()() }

// What goes somewhere else is the business of whoever has it then.

type holder struct {
	t    *svc.Ticker
	stop func()
}

var kept *svc.Ticker

var fromTheStart = svc.NewTicker()

func goodReturned() *svc.Ticker          { return svc.NewTicker() }
func goodInStruct() holder               { return holder{t: svc.NewTicker()} }
func goodInPointer() *holder             { return &holder{t: svc.NewTicker()} }
func goodInParameter(h *holder)          { h.t = svc.NewTicker() }
func goodInVariable()                    { kept = svc.NewTicker() }
func goodSent(c chan<- *svc.Ticker)      { c <- svc.NewTicker() }
func goodInMap(m map[int]*svc.Ticker)    { m[0] = svc.NewTicker() }
func goodStopKept(h *holder)             { h.stop = svc.NewTicker().Halt }
func goodInterface() interface{ Halt() } { return svc.NewTicker() }

func goodAppended(all []*svc.Ticker) []*svc.Ticker {
	t := svc.NewTicker()
	return append(all, t)
}

func goodElements() {
	all := make([]*svc.Ticker, 3)
	for i := range all {
		all[i] = svc.NewTicker()
	}
	for _, t := range all {
		t.Halt()
	}
}

func goodThroughInterface() {
	var h interface{ Halt() } = svc.NewTicker()
	h.Halt()
}

func goodStoppedByTimer() {
	t := svc.NewTicker()
	time.AfterFunc(time.Second, t.Halt)
}

func goodStoppedByGoroutine(quit <-chan struct{}) {
	t := svc.NewTicker()
	go func() {
		<-quit
		t.Halt()
	}()
}

func halt(t *svc.Ticker) { t.Halt() }

func goodStoppedByHelper() {
	t := svc.NewTicker()
	halt(t)
}

func goodDeferredLiteral() {
	t := svc.NewTicker()
	defer func() {
		if t != nil {
			t.Halt()
		}
	}()
}

func goodEither(a bool) {
	var t *svc.Ticker
	if a {
		t = svc.NewTicker()
	} else {
		t = wrap.Ticker()
	}
	defer t.Halt()
}

var once sync.Once

func goodOnce() {
	once.Do(func() { svc.NewTicker() })
}

func init() { svc.NewTicker() }

func goodActor(g *run.Group) {
	t := svc.NewTicker()
	g.Add(func() error { return nil }, func(error) { t.Halt() })
}

func goodOnceFunc() func() {
	t := svc.NewTicker()
	return sync.OnceFunc(t.Halt)
}

func goodInOuterVariable() {
	var t *svc.Ticker
	func() { t = svc.NewTicker() }()
	t.Halt()
}

type closers struct{ all []func() }

func (c *closers) add(f func()) { c.all = append(c.all, f) }

func goodRegistered(c *closers) {
	t := svc.NewTicker()
	c.add(t.Halt)
}

func goodCopied(a bool) holder {
	h := holder{t: svc.NewTicker()}
	var k holder
	if a {
		k = holder{}
	}
	k = h
	return k
}

func goodAsserted() {
	var v any = svc.NewTicker()
	if h, ok := v.(interface{ Halt() }); ok {
		h.Halt()
	}
}

type owner struct{ *svc.Ticker }

func goodEmbedded() {
	o := owner{svc.NewTicker()}
	o.Halt()
}

func badEmbedded() {
	o := owner{svc.NewTicker()} // want `nothing calls \(\*Ticker\).Halt`
	fmt.Println(o.N())
}

// One of two paths returns it, the other an error alone.
func badLostOnError(fail bool) (*svc.Ticker, error) {
	t := svc.NewTicker() // want `not stopped on every path: line 325 returns before t.Halt is called`
	if fail {
		return nil, fmt.Errorf("failed")
	}
	return t, nil
}
