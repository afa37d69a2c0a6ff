// Fixtures for both versions of tomb.
package tomb

import (
	"context"
	"fmt"

	tombv1 "gopkg.in/tomb.v1"
	"gopkg.in/tomb.v2"
)

func goodWait() error {
	var t tomb.Tomb
	n := 0
	t.Go(func() error { <-t.Dying(); n = 1; return nil })
	t.Kill(nil)
	err := t.Wait()
	fmt.Println(n)
	return err
}

// Kill does not wait, which is a decision, and orders nothing.
func badKillOnly() {
	var t tomb.Tomb
	n := 0
	t.Go(func() error { n = 1; return nil }) // want `n`
	t.Kill(nil)
	fmt.Println(n)
}

func goodDead(ctx context.Context) {
	t, _ := tomb.WithContext(ctx)
	n := 0
	t.Go(func() error { n = 1; return nil })
	<-t.Dead()
	fmt.Println(n)
}

func badDying(ctx context.Context) {
	t, _ := tomb.WithContext(ctx)
	n := 0
	t.Go(func() error { n = 1; return nil }) // want `n`
	<-t.Dying()
	fmt.Println(n)
	t.Wait()
}

func goodOldTomb() error {
	var t tombv1.Tomb
	n := 0
	go func() {
		defer t.Done()
		n = 1
	}()
	t.Kill(nil)
	err := t.Wait()
	fmt.Println(n)
	return err
}

func badOldTomb() {
	var t tombv1.Tomb
	n := 0
	go func() {
		defer t.Done()
		n = 1 // want `n`
	}()
	t.Kill(nil)
	fmt.Println(n)
	<-t.Dead()
}

// One that is done when it returns in time only.
func badDoneSkipped(fail bool) error {
	var t tombv1.Tomb
	go func() { // want `t\.Done`
		if fail {
			return
		}
		t.Done()
	}()
	return t.Wait()
}
