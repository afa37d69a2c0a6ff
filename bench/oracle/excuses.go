package main

import "slices"

// This file finds in a program what the assumptions are about.

// crowded reports whether messages on one channel can come from more than one
// goroutine, or place: what a loop forks is several goroutines.
func (p *prog) crowded() bool {
	var senders [3]int
	var count func(list []*stmt, loop bool, weight int)
	count = func(list []*stmt, loop bool, weight int) {
		for _, s := range list {
			if s.op == opSend || s.op == opCase && s.kind == caseSend {
				senders[s.obj] += weight
			}
			loop, weight := loop || s.op == opLoop || s.op == opRange, weight
			if loop && (s.op == opGo || s.op == opGroupGo) {
				weight = 2
			}
			count(s.body, loop, weight)
			count(s.alt, loop, weight)
		}
	}
	count(p.body, false, 1)
	return slices.Max(senders[:]) > 1
}

// givesBack reports whether a goroutine gives a read lock back that it has not taken.
func (p *prog) givesBack() bool {
	return p.any(func(s *stmt) bool {
		held := 0
		return (s.op == opGo || s.op == opGroupGo) && anyOf(s.body, func(s *stmt) bool {
			switch s.op {
			case opRLock:
				held++
			case opRUnlock:
				held--
			}
			return held < 0
		})
	})
}

// late reports whether a goroutine forked at the line does something after it
// has signalled.
func (p *prog) late(line int) bool {
	return p.any(func(s *stmt) bool {
		late := s.op == opGo && (signals(s.body) > 1 || signals(s.body) == 1 && !endsInSignal(s.body))
		return s.fork == line && (late || (s.op == opGo || s.op == opGroupGo) && handsOver(s.body))
	})
}

// handsOver reports whether a body gives back a lock that it has not taken, which tells
// whoever waits for it, and goes on.
func handsOver(body []*stmt) bool {
	held := map[int]bool{}
	for i, s := range body {
		switch s.op {
		case opLock:
			held[s.obj] = true
		case opUnlock:
			if !held[s.obj] && i < len(body)-1 {
				return true
			}
		}
	}
	return false
}

func signals(body []*stmt) int {
	n := 0
	anyOf(body, func(s *stmt) bool {
		if isSignal(s) {
			n++
		}
		return false
	})
	return n
}

// leavesEarly reports whether a loop that receives can be left at any time.
func leavesEarly(s *stmt) bool {
	receives := s.op == opRange || s.op == opLoop && anyOf(s.body, func(s *stmt) bool {
		return s.op == opRecv || s.op == opCase && s.kind == caseRecv
	})
	return receives && anyOf(s.body, func(s *stmt) bool { return s.op == opBreak || s.op == opReturn })
}

func isSignal(s *stmt) bool {
	switch s.op {
	case opDone, opSend, opRecv, opClose, opStore:
		return true
	}
	return s.op == opCase && (s.kind == caseSend || s.kind == caseRecv)
}

// endsInSignal reports whether the last that the body does is to signal.
func endsInSignal(body []*stmt) bool {
	for _, s := range body {
		if s.op == opDefer {
			return endsInSignal(s.body)
		}
	}
	if len(body) == 0 {
		return false
	}
	last := body[len(body)-1]
	return isSignal(last) || len(last.body) > 0 && endsInSignal(last.body)
}
