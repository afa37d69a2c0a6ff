package explore

import "fmt"

func (x *Explorer) Total() int { return x.total }

func (s *search) Debug() {
	for i, st := range s.states {
		fmt.Print(i, " bottom=", s.bottom[i], " edges=", s.edges[i], " esc=", st.escaped, " heap=", st.heap, " sync=", st.sync, " :")
		for k := range st.gs {
			g := &st.gs[k]
			fmt.Print(" [", g.key, " ", g.prog.g.Name, " b", g.block, ":", g.idx, " st", g.status, " rounds", g.rounds, " env", s.envs[g.env], "]")
		}
		fmt.Println()
	}
	for i, o := range s.objects {
		fmt.Println("obj", i, o, s.Space.String(o.loc))
	}
}

var DebugOn = false
