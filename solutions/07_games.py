# %% [markdown]
# # From the prisoner's dilemma to Nash
#
# *Stable is not best; repeating changes the game.*
#
# So far there was one loss, and training went downhill on it. In lesson 08 two networks train against each other, and what is downhill for one is uphill for the other. When is such a training
# finished? And is its result good? These questions are older than neural networks. Here we ask them about tables of four numbers, where every answer can be checked.
#
# **You will** find the outcomes from which nobody wants to move, see why they need not be good, mix actions, play a game again and again, and let two players learn.
#
# **Time:** about 75 minutes, and 15 more for the build exercise. **You need:** lesson 00; what an average is.

# %% tags=["setup"]
import torch

from gencourse import games
from gencourse.exercises import check, progress, show_fix
from gencourse.plots import show_curves, show_paths
from gencourse.runtime import seed_everything
from gencourse.widgets import DilemmaExplorer, GameExplorer

seed_everything(0)

# %% [markdown]
# ## Two players, two tables
#
# Two players choose an **action** each, at the same time, and cannot talk. One chooses a row, the other a column. This is the most famous game of all, the **prisoner's dilemma**:
#
# | | cooperate | defect |
# |---|---|---|
# | **cooperate** | 3, 3 | 0, 5 |
# | **defect** | 5, 0 | 1, 1 |
#
# The first number in a cell is the **payoff** of the row player, the second that of the column player. More is better. If both cooperate, each gets 3. If only one defects, that one gets 5 and the other 0. If both defect,
# each gets 1.
#
# What would you do in the row player's place? Look at one column at a time. If the other player cooperates, you get 3 or 5. If the other defects, you get 0 or 1. You cannot choose the column, you can only reply
# to it. We write $A_{ij}$ for the row player's payoff in row $i$ and column $j$, and $B_{ij}$ for the column player's. Row $i$ is a **best reply** to column $j$ if no other row pays more there:
#
# $$A_{ij} = \max_k A_{kj}$$

# %% [markdown]
# ### Exercise 1 · Best replies
#
# *7 minutes.* Mark them: `True` where row $i$ is a best reply to column $j$. If two rows are equally good, both are.


# %% exercise="games.best_response"
def best_response(A):
    """Return which rows are best replies to each column, bool [m, n].  A: [m, n]"""
    ### BEGIN SOLUTION
    return A == A.max(dim=0, keepdim=True).values
    ### END SOLUTION


# %% check="games.best_response"
best_response = check("games.best_response", best_response)

# %% [markdown] hint="games.best_response"
# The column is given, the rows are compared. Which `dim` do the rows have?

# %% [markdown] hint="games.best_response"
# `A.max(dim=0)` gives values and indices: take `.values`, and compare the table with them by `==`.

# %%
dilemma = games.prisoners_dilemma()
A, B = dilemma.A, dilemma.B  # [2, 2] each, action 0 is to cooperate
row_replies = best_response(A)
column_replies = best_response(B.T).T
print("row player:   ", row_replies.tolist())
print("column player:", column_replies.tolist())

# %% claim
assert row_replies.tolist() == [[False, False], [True, True]], (
    "*defect* is the best reply to everything"
)
assert column_replies.tolist() == [[False, True]] * 2, (
    "*defect* is the best reply to everything, for both"
)

# %% [markdown]
# Your function compares rows. For the column player we turned the table with `.T`, so that columns became rows, and turned the answer back.
#
# We see that *defect* is the best reply to everything, for both players. So both defect and get 1 each, although they could have had 3 each.

# %% [markdown]
# ## Nobody gains by moving alone
#
# A cell is a **Nash equilibrium** if each of its two actions is a best reply to the other one:
#
# $$A_{ij} \ge A_{kj} \text{ for each row } k \qquad\text{and}\qquad B_{ij} \ge B_{il} \text{ for each column } l$$
#
# Two details matter. First, each player moves *alone*: the payoffs are compared with those of the player's other actions, while the other player stays. The definition does not ask what both could reach together. Second, it
# says $\ge$: a player who would gain nothing by changing stays.

# %% [markdown]
# ### Exercise 2 · Stable cells
#
# *8 minutes.* Mark the equilibria.


# %% exercise="games.pure_nash"
def pure_nash(A, B):
    """Return the cells from which nobody gains by moving alone, bool [m, n].  A, B: [m, n]"""
    ### BEGIN SOLUTION
    return best_response(A) & best_response(B.T).T
    ### END SOLUTION


# %% check="games.pure_nash"
pure_nash = check("games.pure_nash", pure_nash)

# %% [markdown] hint="games.pure_nash"
# Look at the last code cell: it holds both players' best replies. A cell has to be in both tables.

# %%
four = {
    "prisoner's dilemma": dilemma,
    "stag hunt": games.stag_hunt(),
    "chicken": games.chicken(),
    "matching pennies": games.matching_pennies(),
}
stable = {name: pure_nash(g.A, g.B).nonzero().tolist() for name, g in four.items()}
for name, cells in stable.items():
    actions = four[name]
    print(f"{name:18}", [f"{actions.rows[i]}, {actions.columns[j]}" for i, j in cells])

# %% claim
assert [len(cells) for cells in stable.values()] == [1, 2, 2, 0], "One, two, two, none."
stag, hare = (four["stag hunt"].A[i, j] for i, j in stable["stag hunt"])
assert stag == 4 and hare == 3 and four["stag hunt"].A[0, 1] == 0, (
    "Both cells are stable, and the first is better for both."
)
assert all(
    four["chicken"].A[i, j] != four["chicken"].B[i, j] for i, j in stable["chicken"]
), "who that is matters to them"

# %% [markdown]
# One, two, two, none. In the **stag hunt** a stag needs both hunters and pays 4 each; a hare needs one hunter and pays 3. Both cells are stable, and the first is better for both. In **chicken** two drivers
# race towards each other. In each equilibrium one of them gives way, and who that is matters to them.
#
# So an equilibrium may be the best outcome, or it may not. In the first game another cell is better for both players. That makes it a *dilemma*, but it is no part of what an equilibrium is.
#
# In a **zero-sum game**, $B = -A$, one player wins what the other loses, and then no cell can be better for *both*: the two payoffs add up to 0 in every cell, so if one grows the other shrinks. Lesson 08 uses this.

# %% [markdown]
# ### Play: where the arrows go
#
# Each arrow points to the better reply of the player who moves alone. A cell that no arrow leaves is stable. Start with the dilemma, and change two payoffs so that *cooperate, cooperate* becomes stable.
# Is *defect, defect* still stable? Then change payoffs until the four arrows run in a circle. Now no cell is stable, and a square appears. It shows what is stable instead; the
# next section says how to read it.

# %%
GameExplorer(
    dilemma.A,
    dilemma.B,
    rows=("cooperate", "defect"),
    columns=("cooperate", "defect"),
)

# %% [markdown]
# ## Where no cell is stable
#
# In **matching pennies** each player shows a coin. If the coins match, the row player gets 1 and the column player -1, else the other way round. It is a zero-sum game.
#
# In each cell one player has lost and would rather have shown the other side. So no cell is stable. But a player may also leave the choice to chance. A **mixed strategy** is a chance for each action: the row player shows heads
# with chance $p$, the column player with chance $q$. A row player who always shows heads always loses against a column player who knows it. At $p = \frac12$ the column player gets 0 on average from heads and 0 from
# tails, so there is nothing to know.
#
# In general, the column player expects from the first and from the second action
#
# $$p\,B_{00} + (1-p)\,B_{10} \qquad\text{and}\qquad p\,B_{01} + (1-p)\,B_{11}$$
#
# If one of them is larger, the best reply is to play only that one. A column player who mixes must be **indifferent**: both must be equal, and this is an equation for $p$. In the same way the column player's $q$ follows from $A$.

# %% [markdown]
# ### Exercise 3 · Make the other indifferent
#
# *12 minutes.* Solve for $p$ and $q$, and return them as two plain numbers; return `None` unless both lie strictly between 0 and 1.


# %% exercise="games.mixed_nash"
def mixed_nash(A, B):
    """Return p, q, the chances of the first row and the first column, or None.  A, B: [2, 2]"""
    ### BEGIN SOLUTION
    p = (B[1, 1] - B[1, 0]) / (B[0, 0] - B[0, 1] - B[1, 0] + B[1, 1])
    q = (A[1, 1] - A[0, 1]) / (A[0, 0] - A[0, 1] - A[1, 0] + A[1, 1])
    return (p.item(), q.item()) if 0 < p < 1 and 0 < q < 1 else None
    ### END SOLUTION


# %% check="games.mixed_nash"
mixed_nash = check("games.mixed_nash", mixed_nash)

# %% [markdown] hint="games.mixed_nash"
# Collect what has a $p$ in it on one side: $p\,(B_{00} - B_{01} - B_{10} + B_{11}) = B_{11} - B_{10}$.

# %% [markdown] hint="games.mixed_nash"
# For $q$ the row player has to be indifferent: $q A_{00} + (1-q) A_{01} = q A_{10} + (1-q) A_{11}$.

# %% [markdown]
# **Predict before you run the next cell.** The row player is promised a bonus: 3 instead of 1 if both show heads. The column player's payoffs stay as they are. Will the row player now show heads more
# often?

# %% [markdown] question="bonus-for-heads"
# No. p comes from B, which did not change, so it stays 1/2. The column player changes: they show heads less often, until heads and tails are worth the same to the row player again.

# %%
pennies = games.matching_pennies()
bonus = pennies.A.clone()
bonus[0, 0] = 3
mixed = {
    "matching pennies": mixed_nash(pennies.A, pennies.B),
    "with the bonus": mixed_nash(bonus, pennies.B),
    "chicken": mixed_nash(games.chicken().A, games.chicken().B),
    "prisoner's dilemma": mixed_nash(A, B),
}
for name, chances in mixed.items():
    print(f"{name:18}", chances and [f"{chance:.2f}" for chance in chances])

# %% claim
(before_p, before_q), (after_p, after_q) = (
    mixed["matching pennies"],
    mixed["with the bonus"],
)
assert before_p == after_p, "The bonus does not change the row player's $p$."
assert before_q == 0.5 and abs(after_q - 1 / 3) < 1e-6, (
    r"It changes the column player's $q$, from $\frac12$ to $\frac13$"
)
assert mixed["chicken"] is not None, (
    "Chicken has a mixed equilibrium beside its two pure ones."
)
assert mixed["prisoner's dilemma"] is None, "The dilemma has none"
assert (B[1, 1] - B[1, 0]) / (B[0, 0] - B[0, 1] - B[1, 0] + B[1, 1]) == -1, (
    "$p = -1$, which is no chance"
)

# %% [markdown]
# The bonus does not change the row player's $p$. It changes the column player's $q$, from $\frac12$ to $\frac13$: at this $q$ heads and tails are worth the same to the row player again. **Your mix is made of the other player's payoffs.**
# And mixing does not mean that a player does not know the game: both know everything, and still mix.
#
# Chicken has a mixed equilibrium beside its two pure ones. The dilemma has none: there the equation gives $p = -1$, which is no chance. Nash proved in 1950 that every game with finitely many players and actions has at
# least one equilibrium, if mixed strategies count.

# %% [markdown]
# ## Zero-sum games: does it matter who moves first?
#
# In a zero-sum game one table is enough: what the row player gets, the column player pays. Let $V(p, q)$ be the row player's average payoff. Suppose the row player has to announce $p$ first, and the column player then
# replies with the $q$ that is worst for the row player. The row player can be sure of $\max_p \min_q V$. If the column player has to announce $q$ first, the row player gets $\min_q \max_p V$. Knowing the other's
# choice does not hurt, so
#
# $$\max_p \min_q V(p, q) \;\le\; \min_q \max_p V(p, q)$$
#
# The next cell takes pennies in which two heads are worth 3 instead of 1, now at the column player's expense. For each mix that is announced it shows what the row player gets after the best reply.

# %% [markdown]
# <details><summary>The proof, in one line</summary>
#
# $\min_{q'} V(p, q') \le V(p, q) \le \max_{p'} V(p', q)$ for every $p$ and $q$. The left side does not depend on $q$ and the right side not on $p$, so it holds for the largest left side and the smallest right side, too.
#
# </details>

# %%
payments = torch.tensor([[3.0, -1.0], [-1.0, 1.0]])  # from the column to the row player
share = torch.linspace(0, 1, 91)  # of heads
mixes = torch.stack([share, 1 - share])  # [2, 91]
row_first = (payments.T @ mixes).min(0).values  # the column player replies
column_first = (payments @ mixes).max(0).values  # the row player replies
show_curves(
    share,
    {"column player announces q": column_first, "row player announces p": row_first},
    xlabel="chance of heads that is announced",
    ylabel="row player's payoff",
    alt="A roof from -1 up to 1/3 and down to -1, and above it a valley from 1 down to 1/3 and up to 3. They touch at 1/3.",
)

# %% claim
assert max(row_first[0], row_first[-1]) == -1, "The row player can be sure of only -1"
assert min(column_first[0], column_first[-1]) == 1, (
    "the column player can only be sure to pay no more than 1"
)
assert abs(row_first.max() - 1 / 3) < 1e-5 and abs(column_first.min() - 1 / 3) < 1e-5, (
    r"Now both numbers are $\frac13$"
)
assert (
    abs(share[row_first.argmax()] - 1 / 3) < 1e-5
    and row_first.argmax() == column_first.argmin()
), r"the pair at $\frac13$ also solves exercise 3 for this table"
assert [round(c, 6) for c in mixed_nash(payments, -payments)] == [
    round(1 / 3, 6)
] * 2, "also solves exercise 3 for this table"

# %% [markdown]
# At both ends of the axis only one action is played. The row player can be sure of only -1, and the column player can only be sure to pay no more than 1. With **pure** actions the order matters. In between both may mix. Now both numbers are $\frac13$, and the
# order no longer matters. This is the **minimax theorem** of von Neumann (1928): in every zero-sum game with finitely many actions, with mixed strategies,
#
# $$\max_p \min_q V(p, q) = \min_q \max_p V(p, q)$$
#
# The common number is the **value** of the game. The two optimal mixes form a **saddle point**: $V(p, q^*) \le V(p^*, q^*) \le V(p^*, q)$ for every $p$ and $q$. Read it again: neither player gains by moving
# alone. So in a zero-sum game a saddle point and a Nash equilibrium are the same thing, and the pair at $\frac13$ also solves exercise 3 for this table. In other games there is no such number: the two equilibria of the stag hunt pay 4 and 3.
#
# In lesson 08 the formula is $\min_G \max_D V$, with networks in the place of mixes. There the order will matter again.

# %% [markdown]
# ## First meaning of "iteration": playing again makes a new game
#
# The word *iteration* has two meanings here. *Repeating* a game, when the players remember the past, makes a new and larger game. *Learning* by iteration stays with the same game. We take one after the other.
#
# Play the dilemma for several rounds. A player now needs a **strategy**: a function from the past to the next action, 0 to cooperate and 1 to defect. It gets two lists, its `own` actions so far and those
# of the `other`, oldest first.

# %% [markdown]
# ### Exercise 4 · Play it again *(stretch)*
#
# *8 minutes.* Let two strategies play. In each round both see all earlier rounds, and nothing of this one. Each is handed its own actions first.


# %% exercise="games.play_repeated"
def play_repeated(first, second, rounds):
    """Return what both did, int64 [rounds, 2].  first, second: (own, other) -> 0 or 1"""
    ### BEGIN SOLUTION
    ours, theirs = [], []
    for _ in range(rounds):
        action, reply = first(ours, theirs), second(theirs, ours)
        ours.append(action)
        theirs.append(reply)
    return torch.tensor([ours, theirs]).T
    ### END SOLUTION


# %% check="games.play_repeated"
play_repeated = check("games.play_repeated", play_repeated)

# %% [markdown] hint="games.play_repeated"
# Ask both first, then append both. For the second player the two lists change places.


# %%
def tit_for_tat(own, other):
    return other[-1] if other else 0  # what the other did last; at first cooperate


def grim_trigger(own, other):
    return int(1 in own + other)  # defect for ever once anyone has defected


for name in ("tit for tat", "always defect", "alternator"):
    played = play_repeated(tit_for_tat, games.STRATEGIES[name], 10)
    ours, theirs = ("".join("CD"[a] for a in one) for one in played.T.tolist())
    mean = games.repeated_payoffs(played, A, B).mean(0)
    print(f"{ours} against {theirs}   {mean[0]:.1f} : {mean[1]:.1f}   {name}")

# %% claim
against = {
    name: play_repeated(tit_for_tat, games.STRATEGIES[name], 10)
    for name in ("tit for tat", "always defect")
}
assert not against["tit for tat"].any(), (
    "Against itself tit for tat always cooperates (C)."
)
assert against["always defect"][:, 0].tolist() == [0] + [1] * 9, (
    "it loses the first round and then defects (D), too"
)

# %% [markdown]
# These are two famous strategies; here the first one plays. Against itself tit for tat always cooperates (C). Against *always defect* it loses the first round and then defects (D), too. Is cooperation now stable? That depends on how the game
# ends.

# %% [markdown]
# ### A known last round
#
# Both know that there are ten rounds. Take eleven strategies, $k = 1, \dots, 11$. Each is grim trigger, but from round $k$ on it defects in any case; the last one never does. Each plays against each, and their total payoffs are the
# table of a new game with eleven rows and eleven columns. Your functions can take it as it is.


# %%
def defect_from(k):
    return lambda own, other: int(len(own) + 1 >= k or 1 in other)


ten = torch.zeros(11, 11)
for i in range(11):
    for j in range(11):
        pair = play_repeated(defect_from(i + 1), defect_from(j + 1), 10)
        ten[i, j] = games.repeated_payoffs(pair, A, B)[:, 0].sum()
ten_replies = (best_response(ten).int().argmax(0) + 1).tolist()
ten_stable = (pure_nash(ten, ten.T).nonzero() + 1).tolist()
print("best reply to k = 1 ... 11:", ten_replies)
print("equilibria:", ten_stable)

# %% claim
assert ten_replies[10] == 10, (
    "The best reply to a player who never defects is to defect in the last round, 10"
)
assert ten_replies[9] == 9, "The best reply to *that* is to defect from round 9 on"
assert ten_replies[1:] == list(range(1, 11)), "and so on, down to the first round"
assert ten_stable == [[1, 1]], (
    "The only equilibrium of the eleven is to defect from the start"
)
assert ten[0, 0] == 10 and ten[10, 10] == 30, "each player gets 10 points instead of 30"

# %% [markdown]
# Read the first line from its end. The best reply to a player who never defects is to defect in the last round, 10: no reaction can follow. The best reply to *that* is to defect from round 9 on, and so on, down to the first round. This is
# called **backward induction**, and cooperation unravels. The only equilibrium of the eleven is to defect from the start, where each player gets 10 points instead of 30.

# %% [markdown]
# ### An unknown end
#
# Now after each round another one follows with chance $\delta$, so nobody knows which one is the last. The round numbered $t = 0, 1, 2, \dots$ takes place with chance $\delta^t$, and a strategy earns on average
#
# $$\sum_t \delta^t \, u_t$$
#
# with $u_t$ its payoff in round $t$. Against grim trigger, cooperating earns $3 + 3\delta + 3\delta^2 + \dots$, and defecting earns $5 + \delta + \delta^2 + \dots$: two more today, and two less in every later round. Against tit for
# tat one can also defect and cooperate by turns, which earns $5 + 0 + 5\delta^2 + 0 + \dots$


# %%
def by_turns(own, other):
    return (len(own) + 1) % 2  # defect, cooperate, defect, ...


deltas = torch.linspace(0.3, 0.9, 601)
gain = {"cooperating": torch.zeros(601)}
for name, strategy, rival in [
    ("defecting, against grim trigger", games.always_defect, grim_trigger),
    ("by turns, against tit for tat", by_turns, tit_for_tat),
]:
    extra = games.repeated_payoffs(play_repeated(strategy, rival, 300), A, B)[:, 0] - 3
    gain[name] = torch.stack([games.discounted(extra, float(d)) for d in deltas])
show_curves(
    deltas,
    gain,
    xlabel="delta, the chance of another round",
    ylabel="gain over cooperating",
    ylim=(-5, 2.5),
    alt="Two falling curves against a line at 0: defecting crosses it at delta 0.5, going by turns at 0.67.",
)

# %% claim
defecting, turning = (
    gain["defecting, against grim trigger"],
    gain["by turns, against tit for tat"],
)
assert abs(deltas[defecting > 0].max() - 1 / 2) < 0.002, (
    r"crosses 0 at $\delta = \frac12$"
)
assert abs(deltas[turning > 0].max() - 2 / 3) < 0.002, r"at $\delta = \frac23$"
assert (defecting[:190] > 0).all() and (defecting[210:] < 0).all(), "crosses 0 at"
rivals = [
    games.repeated_payoffs(play_repeated(s, one, 300), A, B)[:, 0] - 3
    for one in (grim_trigger, tit_for_tat)
    for s in games.STRATEGIES.values()
]
assert max(games.discounted(extra, 0.67) for extra in rivals) < 1e-4, (
    "no strategy at all earns more against these two than cooperating"
)
assert (
    abs(games.grim_threshold() - 1 / 2) < 1e-9
    and abs(games.tit_for_tat_threshold() - 2 / 3) < 1e-9
), "both are formulas of the four payoffs"

# %% [markdown]
# Defecting against grim trigger crosses 0 at $\delta = \frac12$, going by turns against tit for tat at $\delta = \frac23$: both are formulas of the four payoffs. Call them T, R, P, S for 5, 3, 1, 0 (temptation, reward, punishment, sucker's payoff). Cooperating is a best reply
#
# $$\text{to grim trigger if } \delta \ge \frac{T - R}{T - P} = \frac12 \qquad \text{and to tit for tat if also } \delta \ge \frac{T - R}{R - S} = \frac23$$
#
# From there on no strategy at all earns more against these two than cooperating. So *both play grim trigger* is an equilibrium, in which both cooperate for ever. It is an equilibrium of the repeated game, not of the dilemma.
#
# It is not the only one. *Both always defect* is an equilibrium at every $\delta$: against a player who never reacts, cooperating only costs. The **folk theorem** says how many there are. Take any average payoffs that the cells of the
# table can be mixed to and that give each player more than 1, the payoff of *defect, defect*. If $\delta$ is near enough to 1, some equilibrium pays exactly that (Friedman, 1971). Repeating makes cooperation possible. It does not choose it.

# %% [markdown]
# ### Would they really punish?
#
# An equilibrium only says that nobody gains by changing the strategy at the start. It does not ask whether the threat would be carried out. An equilibrium is **subgame perfect** if after *every* past, also after one that should not have happened, the two strategies
# are again an equilibrium for the rounds that follow.
#
# Grim trigger is, from $\delta = \frac12$ on: after a defection both defect for ever, and that is an equilibrium of what follows. Tit for tat in general is not. Suppose both play it at $\delta = 0.9$, and your opponent has just defected by mistake. If you punish, as tit for
# tat says, you get $5 + 0 + 5\delta^2 + \dots = 26.3$. If you let it pass once, you get $3 + 3\delta + \dots = 30$. So the punishment costs the player who punishes, and is not credible.

# %% claim
after = torch.tensor([[1, 0], [0, 1]]).repeat(200, 1)  # D against C, C against D, ...
assert (
    abs(games.discounted(games.repeated_payoffs(after, A, B)[:, 0], 0.9) - 26.3) < 0.05
), r"$5 + 0 + 5\delta^2 + \dots = 26.3$"
assert abs(games.discounted(torch.full((400,), 3.0), 0.9) - 30) < 0.01, (
    r"$3 + 3\delta + \dots = 30$"
)

# %% [markdown]
# ### Play: be one of the two
#
# Play some rounds against tit for tat, then against *a surprise*, and guess which strategy it is before you end the match. Then move $\delta$: where does defecting stop paying against grim trigger, and going by turns
# against tit for tat? Leave the noise at 0 for now.

# %%
DilemmaExplorer()

# %% [markdown]
# ### Who wins a tournament? And who survives a slip?
#
# Eight strategies play against each other and against themselves, 200 rounds a match. The first number is the mean payoff a round. The second says how many of the others a strategy *beats*: in how many matches it earns more than its
# opponent.
#
# The third number is another experiment. Each strategy plays 20,000 rounds against itself, and now each action turns into the other one by accident, once in a hundred times.

# %%
players = games.STRATEGIES
earned = games.round_robin(players, 200, A, B)  # [8, 8]
beaten = dict(zip(players, (earned > earned.T).sum(1).tolist(), strict=True))
mean_payoff = dict(zip(players, earned.mean(1).tolist(), strict=True))
with_slips = {}
for name in sorted(players, key=mean_payoff.get, reverse=True):
    slips = games.play_repeated(players[name], players[name], 20_000, noise=0.01)
    with_slips[name] = games.repeated_payoffs(slips, A, B).mean().item()
    numbers = f"{mean_payoff[name]:.2f}   beats {beaten[name]}   with slips {with_slips[name]:.2f}"
    print(f"{name:24} {numbers}")

# %% claim
ranks = sorted(players, key=mean_payoff.get, reverse=True)
assert ranks[0] == "tit for tat" and beaten["tit for tat"] == 0, (
    "Tit for tat comes first and beats nobody."
)
row = dict(
    zip(players, earned[list(players).index("always defect")].tolist(), strict=True)
)
assert beaten["always defect"] == 6 and ranks[-2] == "always defect", (
    "*Always defect* beats six of the seven others and comes next to last."
)
assert row["always cooperate"] == 5, "It gets 5.0 a round from *always cooperate*"
assert (
    abs(row["win-stay, lose-shift"] - 3) < 0.05 and abs(row["alternator"] - 3) < 0.05
), "3.0 ... from win-stay, lose-shift and from the alternator"
assert all(
    1 <= row[name] < 1.05
    for name in players
    if name not in ("always cooperate", "win-stay, lose-shift", "alternator")
), "The other strategies, and *always defect* itself, leave it about 1.0."
assert 2.05 < with_slips["tit for tat"] < 2.4, (
    "tit for tat falls to about 2.2 against itself"
)
assert 1 < with_slips["grim trigger"] < 1.06, "falls to about 1.03"
assert 2.92 < with_slips["win-stay, lose-shift"] < 2.97, "keeps about 2.95"
assert abs(with_slips["tit for two tats"] - 2.99) < 0.0051, (
    "lets a single slip pass and keeps 2.99"
)
assert abs(with_slips["always cooperate"] - 2.99) < 0.0051, (
    "*Always cooperate* keeps 2.99, too"
)
assert (
    ranks.index("win-stay, lose-shift") > 0 and ranks.index("tit for two tats") > 0
), "without slips all of them came behind tit for tat"
stay, slip = 0.999, 0.001
chances = torch.tensor([[stay, slip], [slip, stay]], dtype=torch.float64)
chain = torch.stack(  # tit for tat against itself: from a round's two actions to those of the next
    [torch.outer(chances[j], chances[i]).flatten() for i in (0, 1) for j in (0, 1)]
)
assert (torch.matrix_power(chain, 100_000) - 0.25).abs().max() < 1e-6, (
    "In the long run the four ... outcomes are equally frequent"
)
shift = players["win-stay, lose-shift"]
assert [shift([0], [1]), shift([1], [0])] == [1, 1] and shift([0, 1], [1, 1]) == 0, (
    "After a slip it cooperates again from the second round on"
)

# %% [markdown]
# Tit for tat comes first and beats nobody. It cannot: it defects only after the other player has, so it is never ahead. *Always defect* beats six of the seven others and comes next to last. It gets 5.0 a round from *always cooperate* and 3.0
# from win-stay, lose-shift and from the alternator. The other strategies, and *always defect* itself, leave it about 1.0. To win each match and to do well are different things.
#
# This is a result about these eight strategies. Tit for tat also won both of Axelrod's tournaments around 1980, but it is no law: with one strategy less another one may come first, as you can try below.
#
# With slips, tit for tat falls to about 2.2 against itself. One slip starts an echo: C against D and D against C by turns, until the next slip ends it or turns it into D against D. In the long run the four
# outcomes are equally frequent, and $(3 + 0 + 5 + 1) / 4 = 2.25$. Rarer slips do not help: it only takes longer to get there. Grim trigger never forgives the first slip and falls to about 1.03. **Win-stay, lose-shift**
# repeats its action if the other cooperated and changes it otherwise. After a slip it cooperates again from the second round on, and keeps about 2.95. Tit for two tats lets a single slip pass and keeps 2.99.
# So forgiving pays here. (*Always cooperate* keeps 2.99, too, but in the tournament it is exploited.) And without slips all of them came behind tit for tat.

# %% [markdown]
# ## Second meaning: learning the same game
#
# Back to a game that is played once. How do players *find* an equilibrium? A simple rule is **fictitious play**: imagine the game over and over, and each time reply to the average of what the other player has done so
# far. Nobody plans, threatens or forgives, and the tables stay as they are.

# %% [markdown]
# ### Exercise 5 · Reply to the average *(stretch)*
#
# *12 minutes.* Round 1 is given by `first`. After it, both reply at once, each with a best reply to the other's average over the rounds before. Return both averages after every round.


# %% exercise="games.fictitious_play"
def fictitious_play(A, B, rounds, first=(0, 0)):
    """Return both players' averages so far, [rounds, m] and [rounds, n].  A, B: [m, n]"""
    ### BEGIN SOLUTION
    p, q = torch.zeros(rounds, A.shape[0]), torch.zeros(rounds, A.shape[1])
    i, j = first
    for t in range(rounds):
        p[t, i], q[t, j] = 1, 1
        i, j = (A @ q.sum(0)).argmax(), (p.sum(0) @ B).argmax()
    count = torch.arange(1, rounds + 1)[:, None]
    return p.cumsum(0) / count, q.cumsum(0) / count
    ### END SOLUTION


# %% check="games.fictitious_play"
fictitious_play = check("games.fictitious_play", fictitious_play)

# %% [markdown] hint="games.fictitious_play"
# If `q` holds the column player's average, `A @ q` is what each row earns against it, and `p @ B` what each column earns. The sum has its maximum where the average has.

# %% [markdown] hint="games.fictitious_play"
# Note each round's actions as rows of zeros with a single 1. `cumsum(0)` divided by 1, 2, 3, ... are the averages.

# %% [markdown]
# We try it on rock, paper, scissors, where the only equilibrium is a third each. How near are two mixes $p$ and $q$ to an equilibrium? Count what both players together could still gain by moving alone:
#
# $$\text{NashConv} = \max_i\, (A q)_i - p^\top\! A q \;+\; \max_j\, (p^\top\! B)_j - p^\top\! B q$$
#
# It is 0 at an equilibrium and nowhere else.

# %%
rps = games.rock_paper_scissors()
p, q = fictitious_play(rps.A, rps.B, 2000, first=(0, 1))  # averages, [2000, 3] each
gap = games.nash_conv(rps.A, rps.B, p, q)  # [2000]
print(f"NashConv after 100 rounds {gap[99]:.3f}, after 2,000 {gap[1999]:.3f}")
show_curves(
    torch.arange(1.0, 2001),
    {name: p[:, k] for k, name in enumerate(rps.rows)},
    xlabel="round",
    ylabel="share so far",
    logx=True,
    alt="Three shares swing around one third, one after the other, in waves that get longer and smaller.",
)

# %% claim
counts = torch.arange(1.0, 2001)[:, None]
actions_played = (p * counts).diff(dim=0).round().argmax(1)
changes = (actions_played.diff() != 0).nonzero()[:, 0]
assert (actions_played.diff()[changes] % 3 == 2).all(), (
    "Each player's actions go round in a circle: rock, scissors, paper, rock"
)
assert changes.diff()[-1] > 2 * changes.diff()[:10].max(), "in longer and longer runs"
assert (p[-1] - 1 / 3).abs().max() < 0.02, "The *average* approaches a third each"
assert gap[1999] < gap[99] / 3 and (gap.diff() > 1e-6).any(), (
    "NashConv falls slowly, and not in every round."
)

# %% [markdown]
# Each player's actions go round in a circle: rock, scissors, paper, rock, in longer and longer runs. (After much rock of one player the other one replies paper, so the first one turns to scissors, and so on.) The *average* approaches a third each, the equilibrium.
#
# NashConv falls slowly, and not in every round. Robinson proved in 1951 that in zero-sum games the averages always reach the set of equilibria. In other games even the average may go round for ever: Shapley's example of 1964 is among
# the things to try below.

# %% [markdown]
# ### Slopes instead of replies
#
# Networks do not compute best replies. They follow a gradient. So let both players of matching pennies take small steps up the slope of their own average payoff. They can do it **at once** (simultaneous), or **by turns** (alternating): first the
# row player moves, then the column player, who already sees that move. The networks of lesson 08 move by turns. We look at the play $(p, q)$ itself and at its average so far. The two
# lines printed below the picture repeat both ways of learning, by replies and by slopes, in the prisoner's dilemma.

# %%
paths, start = {}, (0.6, 0.5)
for order in ("at once", "by turns"):
    play = games.gradient_play(
        pennies.A, pennies.B, 450, rate=0.02, start=start, by_turns=order == "by turns"
    )
    so_far = play.cumsum(0) / torch.arange(1, 452)[:, None]
    paths[order] = {"play": play, "average so far": so_far}
show_paths(
    paths,
    marks={"start": start, "equilibrium": (0.5, 0.5)},
    xlabel="p, row player's chance of heads",
    ylabel="q, column player's",
    alt="Left the play is a spiral outwards, right a circle. In both panels the average spirals inwards to the equilibrium.",
)
replies, _ = fictitious_play(A, B, 100, first=(0, 0))
slopes = games.gradient_play(A, B, 100, rate=0.05, start=(0.95, 0.95))
print(f"replies: cooperated in {replies[-1, 0]:.0%} of the rounds")
print(
    f"slopes:  chance to cooperate {slopes[0, 0]:.2f} at first, {slopes[-1, 0]:.2f} at last"
)

# %% claim
distance = {
    order: {name: (path - 0.5).norm(dim=1) for name, path in both.items()}
    for order, both in paths.items()
}
outwards, circle = distance["at once"]["play"], distance["by turns"]["play"]
assert 0.38 < outwards[-1] < 0.46 and (outwards.diff() > 0).all(), (
    "a little further out with every step, from 0.1 to 0.42"
)
assert 0.097 < circle.min() < 0.099 and 0.101 < circle.max() < 0.103, (
    "the distance stays between 0.098 and 0.102"
)
assert all(both["average so far"][-1] < 0.02 for both in distance.values()), (
    "The two averages end within 0.02 of it."
)

# %% [markdown]
# Both plays go round the equilibrium at $(\frac12, \frac12)$. At once, the play moves a little further out with every step, from 0.1 to 0.42. By turns, it neither leaves nor arrives: the distance stays between 0.098 and 0.102. The two averages end within 0.02 of it.
#
# Compare like with like. The *play* comes to rest under none of the three rules: replies, slopes at once, slopes by turns. What approaches the equilibrium is the *average*. (The first widget draws both for any game: turn on *Mixes and learning* and drag
# the start. Its gradient play moves at once.) Lesson 09 explains the circles and what helps.

# %% claim
assert round(100 * replies[-1, 0].item()) == 1 and replies[0, 0] == 1, (
    "One cooperation in a hundred, and that was the given first round."
)
assert slopes[-1].max() == 0, (
    "In the dilemma both ways of learning find *defect, defect*"
)

# %% [markdown]
# In the dilemma both ways of learning find *defect, defect*, its only equilibrium. One cooperation in a hundred, and that was the given first round. This is where the two meanings of iteration part. **Learning, here, finds the
# equilibrium of the game as it is. Repeating, with an open end, makes a new game that has better ones.** In the dilemma played once, to reach the equilibrium and to overcome the dilemma are opposites, and more
# learning does not change that.

# %% [markdown]
# ## A forger and a detective
#
# A forger makes banknotes. A detective is shown notes, some real, some forged, and has to say which are which. What one wins the other loses, so it is a zero-sum game. Then no outcome is better for both than its equilibrium: there is no dilemma. In this
# equilibrium the forged notes are like real ones, and the detective can only guess.
#
# In lesson 08 both are networks, called generator and discriminator. They follow gradients, by turns. You have just seen where that can lead in a game in which no cell is stable.

# %% [markdown]
# ### Build · Enter the tournament
#
# *15 minutes.* Write a strategy of your own. It plays 200 rounds against each of the eight above and against itself, one action in a hundred slips, and it has to earn 2.55 a round on average. Tit for tat
# earns 2.28 in this field, and the best of the eight 2.37.


# %% exercise="games.tournament_entry"
def tournament_entry(own, other):
    """Return 0 to cooperate or 1 to defect.  own, other: past actions, oldest first"""
    ### BEGIN SOLUTION
    turn, opening = len(own), tuple(other[:4])
    if turn < 4:
        return int(turn == 1)  # one defection, to see what it does
    if opening in [(0, 1, 0, 0), (0, 0, 1, 0), (1, 0, 1, 0)]:  # it forgives
        return int(other[-2:] == [1, 1])
    if opening != (0, 0, 0, 0):
        return 1
    if turn < 7:  # it took one defection: will it take two?
        return int(turn < 6)
    return 1 if other[6] == 0 else turn % 2
    ### END SOLUTION


# %% check="games.tournament_entry"
tournament_entry = check("games.tournament_entry", tournament_entry)

# %% [markdown] hint="games.tournament_entry"
# Two of the eight let themselves be exploited. Who are they, and how would you find out in the first rounds?

# %% [markdown] hint="games.tournament_entry"
# Defect once in the second round and look at the answers to it. Against those that forgive, be patient, as tit for two tats is: a slip then begins no feud. Against those that never
# answer, defect.

# %% [markdown]
# ## What you take with you
#
# - A Nash equilibrium is an outcome from which nobody gains by moving *alone*. It may be worse for both than another outcome; in a zero-sum game it cannot be.
# - A mix makes the other player indifferent, so it is made of the other's payoffs.
# - In every zero-sum game $\max\min \le \min\max$. With mixed strategies both are equal: the value, reached at a saddle point, which is a Nash equilibrium.
# - Repeating makes a new game. With a known last round cooperation unravels. With an unknown end it can be stable, if the chance of another round is at least 1/2 (grim trigger) or 2/3 (tit for tat). So can many other outcomes.
# - Tit for tat never beats its opponent, came first in our field, and with rare slips falls to about 2.2 against itself.
# - In zero-sum games the average of replies approaches the equilibrium, while the play goes round. Following gradients, the play goes round, too: outwards if both move at once.

# %%
progress("games")

# %% claim
found, worse = [0, 0, 0], [0, 0]
for zero_sum in (False, True):
    for _ in range(2000):
        one = torch.randn(2, 2)
        other = -one if zero_sum else torch.randn(2, 2)
        at = games.pure_nash(one, other).nonzero().tolist()
        found[len(at)] += not zero_sum
        worse[zero_sum] += any(
            ((one > one[i, j]) & (other > other[i, j])).any() for i, j in at
        )
assert 0.1 < found[0] / 2000 < 0.15 and 0.1 < found[2] / 2000 < 0.15, (
    "About an eighth have none, three quarters one and an eighth two."
)
assert worse[0] > 100 and worse[1] == 0, "in a zero-sum game it cannot be"
shapley = torch.tensor([[0.0, 1, 0], [0, 0, 1], [1, 0, 0]])
ends = [
    games.nash_conv(
        shapley,
        shapley.T,
        *games.fictitious_play(shapley, shapley.T, 20_000, first=first),
    )[-1]
    for first in ((0, 1), (0, 0))
]
assert ends[0] > 0.2 and ends[1] < 0.001, (
    "In other games even the average may go round for ever"
)
field = {
    out: games.round_robin(
        {name: one for name, one in players.items() if name != out}, 200, A, B
    ).mean(1)
    for out in players
    if out != "tit for tat"
}
firsts = {
    out: [name for name in players if name != out][each.argmax()]
    for out, each in field.items()
}
assert sum(first != "tit for tat" for first in firsts.values()) == 2, (
    "Without either of two rivals tit for tat loses the first place"
)

# %% [markdown]
# ### Three questions to recall, from lessons 04 to 06
#
# <details><summary>1. log p(x) = bound + gap. What is the gap, and when is it 0?</summary>
#
# The KL between q and the posterior of z given x. It is 0 where q is the posterior.
#
# </details>
#
# <details><summary>2. Two additions make an autoencoder variational: noise on the code, and a KL term in the loss. What happens to the noise if the KL term is left out?</summary>
#
# Training makes it useless: sigma becomes so small, compared with the distances between codes, that the noise no longer matters.
#
# </details>
#
# <details><summary>3. When does a linear VAE leave a latent unused?</summary>
#
# When the direction's variance in the data, an eigenvalue of the covariance, is not above the decoder's sigma squared. Then using the latent costs more KL than the reconstruction gains.
#
# </details>

# %% [markdown]
# ### Notation card
#
# | written | said | in code |
# |---|---|---|
# | $A$, $B$ | payoffs of the row and of the column player | `A`, `B`: `[m, n]` |
# | best reply | an action that pays most against the other's action | `best_response` |
# | Nash equilibrium | each plays a best reply to the other | `pure_nash`, `mixed_nash` |
# | $p$, $q$ | mixed strategies: chance of the first row, of the first column (or one for each) | `p`, `q` |
# | $V(p, q)$ | row player's average payoff in a zero-sum game; at the saddle point the value | `payments` |
# | T, R, P, S | temptation, reward, punishment, sucker's payoff | 5, 3, 1, 0 |
# | $\delta$ | chance of another round | `delta` |
# | $u_t$ | payoff in round $t$ | `repeated_payoffs` |
# | NashConv | what both could gain by moving alone | `nash_conv` |

# %% [markdown]
# ### What to try next
#
# - How common are equilibria? Draw 2,000 games with `torch.randn(2, 2)` for each table and count with `pure_nash`. About an eighth have none, three quarters one and an eighth two. In how many is another cell better for *both* than an equilibrium? In how many zero-sum games?
# - Leave one strategy out of the tournament. Without either of two rivals tit for tat loses the first place: which, and to whom?
# - Raise the temptation: `games.prisoners_dilemma(T=7)`. Two players who defect by turns now earn more than two who cooperate. What does `games.tit_for_tat_threshold(T=7)` say, and what does it mean?
# - Shapley's game: `A = torch.tensor([[0.0, 1, 0], [0, 0, 1], [1, 0, 0]])` and `B = A.T`, 20,000 rounds of `games.fictitious_play` from `first=(0, 1)`. Where does NashConv stay? Then try `first=(0, 0)`.

# %% [markdown]
# ### References
#
# - J. von Neumann: *Zur Theorie der Gesellschaftsspiele*, Mathematische Annalen, 1928. The minimax theorem.
# - J. Nash: *Equilibrium points in n-person games*, Proceedings of the National Academy of Sciences, 1950; *Non-cooperative games*, Annals of Mathematics, 1951.
# - J. Friedman: *A non-cooperative equilibrium for supergames*, Review of Economic Studies, 1971. A folk theorem, with subgame perfect equilibria.
# - R. Axelrod: *Effective choice in the prisoner's dilemma*, Journal of Conflict Resolution, 1980. The first tournament.
# - R. Axelrod: *The emergence of cooperation among egoists*, American Political Science Review, 1981. The threshold of tit for tat.
# - R. Axelrod, W. Hamilton: *The evolution of cooperation*, Science, 1981.
# - A. Rapoport, D. Seale, A. Colman: *Is tit-for-tat the answer? On the conclusions drawn from Axelrod's tournaments*, PLoS ONE, 2015.
# - M. Nowak, K. Sigmund: *A strategy of win-stay, lose-shift that outperforms tit-for-tat in the prisoner's dilemma game*, Nature, 1993.
# - G. Brown: *Iterative solution of games by fictitious play*, in Activity Analysis of Production and Allocation, 1951. J. Robinson: *An iterative method of solving a game*, Annals of Mathematics, 1951.
# - L. Shapley: *Some topics in two-person games*, in Advances in Game Theory, 1964.
# - S. Singh, M. Kearns, Y. Mansour: *Nash convergence of gradient dynamics in general-sum games*, UAI 2000.
# - M. Lanctot and others: *A unified game-theoretic approach to multiagent reinforcement learning*, NeurIPS 2017, arXiv:1711.00832. NashConv.
