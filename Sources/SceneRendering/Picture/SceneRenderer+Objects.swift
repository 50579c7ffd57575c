/// Where bags are: carried, standing, carried away.
extension SceneRenderer {
    /// Seconds in which a bag goes from the hand to the ground, or back.
    private static let lowering = 0.6

    func object(figureOf object: SceneObject, at time: Double, _ view: View) -> Figure? {
        guard object.existsSeconds.contains(time) else { return nil }
        let standing = Vector3(object.at.x, object.at.y, 0)
        let removed = object.removedSeconds ?? .infinity
        if time >= object.putSeconds, time < removed {
            return self.object(object, at: standing, aside: Vector3(1, 0, 0), view)
        }
        let isBefore = time < object.putSeconds
        let carrier = isBefore ? object.owner : (object.taker ?? object.owner)
        guard let (hand, aside) = carriedPlace(object, by: carrier, at: time) else { return nil }
        let moment = isBefore ? object.putSeconds - time : time - removed
        let share = max(0, 1 - moment / Self.lowering)
        return self.object(
            object, at: hand + (standing - hand) * share, aside: share > 0.5 ? Vector3(1, 0, 0) : aside, view)
    }

    private func carriedPlace(
        _ object: SceneObject, by name: String, at time: Double
    ) -> (place: Vector3, aside: Vector3)? {
        // Scripted people come first among the tracks, in the order of the file.
        guard let index = scene.people.firstIndex(where: { $0.name == name }),
            let state = tracks[index].state(atStep: time * CrowdSimulation.stepsPerSecond)
        else { return nil }
        var hand = WalkerPose(tracks[index].look, state, time: time).hand
        hand.z = max(0.04, hand.z - object.size.z - 0.03)
        return (hand, Vector3(state.heading.x, state.heading.y, 0))
    }
}
