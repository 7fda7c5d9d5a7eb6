using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Google.Protobuf;
using StaticNet.Onnx.Protocol;

namespace StaticNet.Onnx.Tests.Import;

/// <summary>Writes a model as torch.onnx.export does: weights in one file beside it, each at a multiple of 64 bytes.</summary>
internal static class ExternalDataFile
{
    private const int Alignment = 64;

    /// <summary>Moves the stored floats of a graph into another file.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="location">The path that the tensors name.</param>
    /// <param name="data">The other file's content.</param>
    /// <param name="entries">Changes the entries of a tensor: location, offset, length.</param>
    /// <returns>The model without its weights.</returns>
    public static byte[] Move(GraphText graph, string location, out byte[] data, Action<string, Dictionary<string, string>>? entries = null)
    {
        GraphProto copy = graph.Copy().Graph;
        var content = new MemoryStream();
        var model = ModelProto.Parser.ParseFrom(graph.Bytes);
        model.Graph.Initializer.Clear();
        foreach (TensorProto tensor in copy.Initializer)
        {
            if (tensor.DataType != 1)
            {
                model.Graph.Initializer.Add(tensor);
                continue;
            }

            content.Write(new byte[(Alignment - (content.Length % Alignment)) % Alignment]);
            var own = new Dictionary<string, string> { ["location"] = location, ["offset"] = $"{content.Length}", ["length"] = $"{4 * tensor.FloatData.Count}" };
            content.Write(tensor.FloatData.SelectMany(BitConverter.GetBytes).ToArray());
            tensor.FloatData.Clear();
            entries?.Invoke(tensor.Name, own);

            // TensorProto: external_data 13, of StringStringEntryProto with key 1 and value 2; data_location 14, EXTERNAL = 1.
            IEnumerable<byte> outside = own.SelectMany(entry => Field(13, [.. Field(1, Encoding.UTF8.GetBytes(entry.Key)), .. Field(2, Encoding.UTF8.GetBytes(entry.Value))]));
            model.Graph.Initializer.Add(TensorProto.Parser.ParseFrom([.. tensor.ToByteArray(), .. outside, (14 << 3) | 0, 1]));
        }

        data = content.ToArray();
        return model.ToByteArray();
    }

    private static byte[] Field(int number, byte[] value) => [(byte)((number << 3) | 2), (byte)value.Length, .. value];
}
